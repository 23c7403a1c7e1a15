import { Engine, Events } from '../../src/engine';
import { BatchFeed } from '../../src/engine/batch-feed';
import { rejection } from './helpers';

describe('a feed', () => {
  test('asks the source for its iterator when the first batch is wanted', async () => {
    let opened = 0;
    const feed = new BatchFeed();
    feed.open({ [Symbol.iterator]: () => (opened++, [5][Symbol.iterator]()) });
    expect([feed.isOpen, opened]).toEqual([true, 0]);
    expect(feed.next()).toEqual({ done: false, value: 5 });
    expect(await feed.next()).toMatchObject({ done: true });
    expect(opened).toBe(1);
  });

  test('without a source yields null for ever', () => {
    const feed = new BatchFeed();
    feed.open(null);
    expect([feed.next(), feed.next()]).toEqual([
      { done: false, value: null },
      { done: false, value: null },
    ]);
  });

  test('knows whether its source can begin again', () => {
    const feed = new BatchFeed();
    const open = (source: Iterable<number>): boolean => {
      feed.open(source);
      void feed.next();
      return feed.isOneShot;
    };
    expect([open([1]), open([1][Symbol.iterator]())]).toEqual([false, true]);
  });
});

describe('a pass that ends early', () => {
  function closable(log: string[]): AsyncIterable<number> & { length: number } {
    return {
      length: 3,
      async *[Symbol.asyncIterator]() {
        log.push('open');
        try {
          for (let index = 0; ; index++) yield index;
        } finally {
          await Promise.resolve();
          log.push('close');
        }
      },
    };
  }

  test('is closed at the end of the run', async () => {
    const log: string[] = [];
    await new Engine(() => undefined).run(closable(log));
    expect(log).toEqual(['open', 'close']);
  });

  test('is closed before the next one begins', async () => {
    const log: string[] = [];
    const engine = new Engine(() => undefined);
    engine.on(Events.ITERATION_COMPLETED.once(2), (self) => self.terminateEpoch());
    await engine.run(closable(log), { maxEpochs: 2 });
    expect(log).toEqual(['open', 'close', 'open', 'close']);
  });

  test('is closed when setData replaces it, and when a step fails', async () => {
    const log: string[] = [];
    const engine = new Engine((self) => {
      if (self.state.iteration === 3) throw new Error('boom');
    });
    engine.on(Events.ITERATION_COMPLETED.once(1), (self) => self.setData(closable(log)));
    await rejection(engine.run(closable(log)));
    expect(log).toEqual(['open', 'close', 'open', 'close']);
  });

  test('of a one-shot iterator is left open for its owner', async () => {
    const generator = (async function* () {
      yield 'a';
      yield 'b';
    })();
    await new Engine(() => undefined).run(generator, { epochLength: 1 });
    expect(await generator.next()).toEqual({ done: false, value: 'b' });
  });

  test('whose closing fails makes run reject, but not in place of an earlier error', async () => {
    const data = (): object => ({
      length: 1,
      [Symbol.asyncIterator]: () => ({ next: async () => ({ done: false, value: 1 }), return: () => Promise.reject(new Error('closing')) }),
    });
    expect(await rejection(new Engine(() => undefined).run(data() as never))).toEqual(new Error('closing'));
    const failing = new Engine(() => {
      throw new Error('step');
    });
    expect(await rejection(failing.run(data() as never))).toEqual(new Error('step'));
  });
});
