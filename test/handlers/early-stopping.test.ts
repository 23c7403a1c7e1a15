import fc from 'fast-check';
import { Engine, Events } from '../../src/engine';
import { CheckpointError, OptionError } from '../../src/errors';
import type { EarlyStoppingOptions } from '../../src/handlers';
import { EarlyStopping, defaultScoreFunction } from '../../src/handlers';

function feed(scores: readonly number[], options: Partial<EarlyStoppingOptions> = {}): { handler: EarlyStopping; stops: boolean[] } {
  const trainer = new Engine(() => 0);
  const terminate = jest.spyOn(trainer, 'terminate');
  let next = 0;
  const handler = new EarlyStopping({ patience: 2, scoreFunction: () => scores[next++] ?? NaN, trainer, ...options });
  const stops = scores.map(() => {
    terminate.mockClear();
    void handler.handle(trainer);
    return terminate.mock.calls.length > 0;
  });
  return { handler, stops };
}

it('stops at the first score that makes `patience` scores without improvement', () => {
  expect(feed([1, 0.8, 0.9]).stops).toEqual([false, false, true]);
  expect(feed([1, 0.8, 1.1, 1, 1]).stops).toEqual([false, false, false, false, true]);
});

it('a score equal to the best is no improvement', () => {
  expect(feed([1, 1, 1]).stops).toEqual([false, false, true]);
});

it('NaN is no improvement and never the best', () => {
  const { handler, stops } = feed([NaN, 0.5, NaN, 0.1]);
  expect(stops).toEqual([false, false, false, true]);
  expect(handler.bestScore).toBe(0.5);
});

it('scores that never leave the threshold stop after `patience`, unless they add up', () => {
  const rising = [1, 1.05, 1.1, 1.15, 1.2];
  expect(feed(rising, { threshold: 0.08 }).stops).toEqual([false, false, true, true, true]);
  expect(feed(rising, { threshold: 0.08, cumulative: true }).stops).toEqual([false, false, false, false, false]);
});

it('a relative threshold is a share of the size of the best score, whatever its sign', () => {
  expect(feed([-1, -1.05, -1.08], { threshold: 0.1, thresholdMode: 'rel' }).stops).toEqual([false, false, true]);
  expect(feed([-1, -0.85], { threshold: 0.1, thresholdMode: 'rel' }).handler.counter).toBe(0);
});

it('min mirrors max', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: -5, max: 5 })), fc.double({ min: 0, max: 1, noNaN: true }), fc.boolean(), fc.constantFrom('abs' as const, 'rel' as const), (scores, threshold, cumulative, thresholdMode) => {
      const options = { threshold, cumulative, thresholdMode };
      expect(feed(scores.map((score) => -score), { ...options, mode: 'min' }).stops).toEqual(feed(scores, options).stops);
    }),
  );
});

it('a handler restored at any score goes on as if it had never stopped', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0, max: 1 }), { minLength: 1 }), fc.nat(), (scores, cut) => {
      const at = cut % scores.length;
      const { handler } = feed(scores.slice(0, at));
      let next = at;
      const trainer = new Engine(() => 0);
      const restored = new EarlyStopping({ patience: 2, scoreFunction: () => scores[next++] ?? NaN, trainer });
      void restored.loadStateDict(handler.stateDict());
      while (next < scores.length) void restored.handle(trainer);
      expect(restored.stateDict()).toEqual(feed(scores).handler.stateDict());
    }),
  );
});

describe('attached to an evaluator', () => {
  function setUp(scores: readonly number[]): { trainer: Engine; evaluator: Engine; handler: EarlyStopping } {
    const trainer = new Engine(() => 0);
    const evaluator = new Engine(() => 0);
    evaluator.on(Events.COMPLETED, () => void (evaluator.state.metrics.score = scores[trainer.state.epoch - 1] ?? 0));
    trainer.on(Events.EPOCH_COMPLETED, () => evaluator.run([0]));
    const handler = new EarlyStopping({ patience: 2, scoreFunction: defaultScoreFunction('score'), trainer });
    return { trainer, evaluator, handler };
  }

  it('stops the trainer', async () => {
    const { trainer, evaluator, handler } = setUp([3, 2, 1, 0]);
    handler.attach(evaluator);
    expect((await trainer.run([0], { maxEpochs: 10 })).epoch).toBe(3);
  });

  it('starts over with a new run of the trainer', async () => {
    const { trainer, evaluator, handler } = setUp([3, 2, 3, 2]);
    handler.attach(evaluator);
    await trainer.run([0], { maxEpochs: 2 });
    expect(handler.counter).toBe(1);
    await trainer.run([0], { maxEpochs: 2 });
    expect(handler.counter).toBe(1);
  });

  it('keeps a loaded state when the resumed run starts', async () => {
    const { trainer, evaluator, handler } = setUp([1, 2]);
    handler.attach(evaluator);
    void handler.loadStateDict({ counter: 1, bestScore: 5, thresholdMode: 'abs' });
    expect((await trainer.run([0], { maxEpochs: 10 })).epoch).toBe(1);
  });

  it('is over after remove()', async () => {
    const { trainer, evaluator, handler } = setUp([3, 2, 1, 0]);
    handler.attach(evaluator).remove();
    expect((await trainer.run([0], { maxEpochs: 4 })).epoch).toBe(4);
  });
});

it('says why it stops, to whoever wants to know', () => {
  const info = jest.fn();
  feed([1, 0, 0], { logger: { info, warn: info, error: info } });
  expect(info.mock.calls).toEqual([['EarlyStopping: no improvement for 2 scores (best 1): stopping the trainer.']]);
});

it.each([{ patience: 0 }, { patience: 1.5 }, { threshold: -1 }, { mode: 'other' }, { thresholdMode: 'other' }, { minDelta: 1 }, { trainer: {} }, { scoreFunction: 1 }])(
  'refuses %j',
  (wrong) => {
    expect(() => feed([], wrong as Partial<EarlyStoppingOptions>)).toThrow(OptionError);
  },
);

it('refuses a score that is no number', () => {
  expect(() => feed([0], { scoreFunction: () => 'high' as unknown as number })).toThrow('EarlyStopping.scoreFunction: expected to return a number');
});

it.each([{}, { counter: -1, bestScore: 1, thresholdMode: 'abs' }, { counter: 1, bestScore: 'a', thresholdMode: 'abs' }, { counter: 1, bestScore: 1, thresholdMode: 'rel' }])(
  'refuses the state %j and stays as it was',
  (state) => {
    const { handler } = feed([1, 0]);
    const before = handler.stateDict();
    expect(() => handler.loadStateDict(state)).toThrow(CheckpointError);
    expect(handler.stateDict()).toEqual(before);
  },
);
