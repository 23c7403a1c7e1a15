import { Engine, Events } from '../../src/engine';
import { FakeTensor, rejection } from './helpers';

function source(length: number, traits: object = {}): { batches: FakeTensor[]; data: AsyncIterable<FakeTensor> & { length: number } } {
  const batches: FakeTensor[] = [];
  const data = {
    length,
    ...traits,
    async *[Symbol.asyncIterator]() {
      for (let index = 0; index < length; index++) {
        const batch = new FakeTensor();
        batches.push(batch);
        yield batch;
      }
    },
  };
  return { batches, data };
}

const disposals = (tensors: readonly FakeTensor[]): number[] => tensors.map((tensor) => tensor.disposals);

describe('batches', () => {
  test('of a source that owns its batches are released after ITERATION_COMPLETED and its handlers', async () => {
    const { batches, data } = source(2, { ownsBatches: true });
    const engine = new Engine<FakeTensor>(() => undefined);
    const seen: boolean[] = [];
    engine.on(Events.ITERATION_COMPLETED, async ({ state }) => {
      await Promise.resolve();
      seen.push(state.batch?.isDisposed ?? true);
    });
    engine.on(Events.EPOCH_COMPLETED, ({ state }) => expect(state.batch).toBeNull());
    await engine.run(data, { maxEpochs: 2 });
    expect(seen).toEqual([false, false, false, false]);
    expect(disposals(batches)).toEqual([1, 1, 1, 1]);
  });

  test('of any other source are the caller\'s, unless handed over', async () => {
    const kept = source(2);
    await new Engine<FakeTensor>(() => undefined).run(kept.data);
    expect(disposals(kept.batches)).toEqual([0, 0]);
    const given = source(2);
    await new Engine<FakeTensor>(() => undefined).run(given.data, { ownsBatches: true });
    expect(disposals(given.batches)).toEqual([1, 1]);
    const withheld = source(2, { ownsBatches: true });
    await new Engine<FakeTensor>(() => undefined).run(withheld.data, { ownsBatches: false });
    expect(disposals(withheld.batches)).toEqual([0, 0]);
  });

  test('of a tf.data.Dataset, told by its shape, are the engine\'s', async () => {
    const batches = [new FakeTensor(), new FakeTensor()];
    const dataset = {
      size: 2,
      iterator: () => {
        const iterator = batches[Symbol.iterator]();
        return Promise.resolve({ next: async (): Promise<IteratorResult<FakeTensor, undefined>> => iterator.next() });
      },
    };
    const state = await new Engine<FakeTensor>(() => undefined).run(dataset);
    expect(state.epochLength).toBe(2);
    expect(disposals(batches)).toEqual([1, 1]);
  });

  test.each(['terminate', 'terminateEpoch', 'raise'])('fetched but never used are released too (%s)', async (how) => {
    const { batches, data } = source(2, { ownsBatches: true });
    const engine = new Engine<FakeTensor>(() => undefined);
    engine.on(Events.GET_BATCH_COMPLETED, (self) => {
      if (how === 'raise') throw new Error('boom');
      if (how === 'terminate') self.terminate();
      else self.terminateEpoch();
    });
    await engine.run(data).catch(() => undefined);
    expect(disposals(batches)).toEqual([1]);
  });

  test('held by a paused run stay until it goes on or is given up', async () => {
    const { batches, data } = source(2, { ownsBatches: true });
    const engine = new Engine<FakeTensor>(() => undefined);
    engine.on(Events.ITERATION_STARTED.once(1), (self) => self.interrupt());
    await engine.run(data);
    expect(disposals(batches)).toEqual([0]);
    await engine.dispose();
    expect(disposals(batches)).toEqual([1]);
  });

  test('put in place of a fetched one stay their maker\'s', async () => {
    const { batches, data } = source(1, { ownsBatches: true });
    const fixed = new FakeTensor();
    const engine = new Engine<FakeTensor>(() => undefined);
    engine.on(Events.ITERATION_STARTED, ({ state }) => (state.batch = fixed));
    await engine.run(data);
    expect([...disposals(batches), fixed.disposals]).toEqual([1, 0]);
  });
});

describe('outputs', () => {
  test('are released when the next one comes, the last one by dispose', async () => {
    const outputs: FakeTensor[] = [];
    const engine = new Engine(() => {
      const output = new FakeTensor();
      outputs.push(output);
      return { loss: output };
    });
    await engine.run([1, 2, 3]);
    expect(disposals(outputs)).toEqual([1, 1, 0]);
    await engine.run([1]);
    expect(disposals(outputs)).toEqual([1, 1, 1, 0]);
    await engine.dispose();
    expect(disposals(outputs)).toEqual([1, 1, 1, 1]);
    expect(engine.state.output).toBeNull();
  });

  test('hand tensors of the caller\'s batch on without taking them over', async () => {
    const data = [new FakeTensor(), new FakeTensor()];
    const made: FakeTensor[] = [];
    const engine = new Engine((_, y: FakeTensor) => {
      const prediction = new FakeTensor();
      made.push(prediction);
      return [prediction, y];
    });
    await engine.run(data, { maxEpochs: 2 });
    await engine.dispose();
    expect(disposals(data)).toEqual([0, 0]);
    expect(disposals(made)).toEqual([1, 1, 1, 1]);
  });

  test('that a handler replaced are released with what replaced them', async () => {
    const [made, replacement] = [new FakeTensor(), new FakeTensor()];
    const engine = new Engine(() => made);
    engine.on(Events.ITERATION_COMPLETED, ({ state }) => (state.output = replacement));
    await engine.run([1]);
    await engine.dispose();
    expect(disposals([made, replacement])).toEqual([1, 1]);
  });

  test('go through the function that was given for it', async () => {
    const released: unknown[] = [];
    const engine = new Engine(() => ({ a: 1 }), { release: (value) => released.push(value) });
    await engine.run([1, 2]);
    expect(released).toEqual([{ a: 1 }]);
  });

  test('survive a failing step: the one before is released, nothing twice', async () => {
    const outputs: FakeTensor[] = [];
    const engine = new Engine((_, batch: number) => {
      if (batch === 2) throw new Error('boom');
      const output = new FakeTensor();
      outputs.push(output);
      return output;
    });
    await rejection(engine.run([1, 2]));
    await engine.dispose();
    expect(disposals(outputs)).toEqual([1]);
  });
});
