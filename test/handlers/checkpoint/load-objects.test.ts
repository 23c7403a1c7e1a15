import type { StateDict, StateTree } from '../../../src/contracts';
import { CheckpointError, OptionError } from '../../../src/errors';
import { encodeCheckpoint, loadObjects } from '../../../src/handlers';

function box(value: number): StateDict & { value: unknown } {
  return {
    value,
    stateDict() {
      return { value: this.value as number };
    },
    loadStateDict({ value: loaded }: StateTree) {
      if (typeof loaded !== 'number') throw new CheckpointError({ owner: 'box', expected: 'a value' });
      this.value = loaded;
    },
  };
}

it('loads objects by name from a tree or from bytes', async () => {
  const [a, b] = [box(0), box(0)];
  const tree = { a: { value: 1 }, b: { value: 2 }, c: { value: 3 } };
  await loadObjects({ a, b }, tree);
  expect([a.value, b.value]).toEqual([1, 2]);
  await loadObjects({ a: b }, await encodeCheckpoint(tree));
  expect(b.value).toBe(1);
});

it('loads one object from its own state', async () => {
  const a = box(0);
  await loadObjects({ a }, { value: 5 });
  expect(a.value).toBe(5);
});

it('when one refuses its state, all keep theirs', async () => {
  const [a, b] = [box(7), box(8)];
  await expect(loadObjects({ a, b }, { a: { value: 1 }, b: { value: 'x' } })).rejects.toThrow('box: expected a value');
  expect([a.value, b.value]).toEqual([7, 8]);
});

it('a missing name is refused with those there are, before anything is loaded', async () => {
  const [a, b] = [box(7), box(8)];
  await expect(loadObjects({ a, b }, { a: { value: 1 }, c: { value: 1 } })).rejects.toThrow('the checkpoint to hold "b". It holds: a, c.');
  expect(a.value).toBe(7);
});

it('what is no state is refused', async () => {
  await expect(loadObjects({ a: box(0), b: box(0) }, { a: 1, b: { value: 1 } })).rejects.toThrow(CheckpointError);
  await expect(loadObjects({}, {})).rejects.toThrow(OptionError);
});
