import { Engine } from '../../../src/engine';
import { OptionError } from '../../../src/errors';
import { CheckpointKeeper, checkToSave } from '../../../src/handlers/checkpoint/checkpoint-keeper';

const item = { stateDict: () => ({}), loadStateDict: () => undefined };

function keeper(options: object): { keeper: CheckpointKeeper<Engine>; log: string[] } {
  const log: string[] = [];
  const saveHandler = { save: (_: unknown, name: string) => void log.push(`+${name}`), remove: (name: string) => void log.push(`-${name}`) };
  return { keeper: new CheckpointKeeper<Engine>('Checkpoint', options, saveHandler), log };
}

async function saveAt(target: CheckpointKeeper<Engine>, steps: readonly number[]): Promise<void> {
  const engine = new Engine(() => 0);
  for (const step of steps) {
    engine.state.iteration = step;
    await target.save(engine, { item });
  }
}

it('writes before it removes', async () => {
  const { keeper: target, log } = keeper({ nSaved: 1 });
  await saveAt(target, [1, 2]);
  expect(log).toEqual(['+item_1.safetensors', '+item_2.safetensors', '-item_1.safetensors']);
});

it('an equal rank replaces the lowest only when told so', async () => {
  const equal = { scoreFunction: () => 1, globalStepTransform: (engine: Engine) => engine.state.iteration };
  const strict = keeper(equal);
  const lenient = keeper({ ...equal, greaterOrEqual: true });
  await saveAt(strict.keeper, [1, 2]);
  await saveAt(lenient.keeper, [1, 2]);
  expect([strict.keeper.lastCheckpoint, lenient.keeper.lastCheckpoint]).toEqual(['item_1_1.safetensors', 'item_2_1.safetensors']);
});

it('a file of the same name is written over and removed from nowhere', async () => {
  const { keeper: target, log } = keeper({ nSaved: 1, filenamePattern: '{name}.{ext}' });
  await saveAt(target, [1, 2]);
  expect(log).toEqual(['+item.safetensors', '+item.safetensors']);
  expect(target.saved).toEqual([{ filename: 'item.safetensors', priority: 2 }]);
});

it('an older step is not saved when there is no room', async () => {
  const { keeper: target, log } = keeper({ nSaved: 1 });
  await saveAt(target, [2, 1]);
  expect(log).toEqual(['+item_2.safetensors']);
});

it('checkToSave refuses nothing at all and a name that is taken', () => {
  expect(() => checkToSave('Checkpoint.toSave', {}, false)).toThrow(OptionError);
  expect(() => checkToSave('Checkpoint.toSave', { checkpointer: item }, true)).toThrow(OptionError);
  expect(() => checkToSave('Checkpoint.toSave', { checkpointer: item }, false)).not.toThrow();
});
