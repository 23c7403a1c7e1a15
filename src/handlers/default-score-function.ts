import type { AnyEngine } from '../engine';
import { OptionError } from '../errors';

/**
 * A score function that reads a metric of the engine that it is called with.
 *
 * @param sign -1 where a smaller metric is better, such as a loss
 * @throws OptionError when called, if the engine has no such metric or it is no number, with the names there are
 *
 * @example
 * ```ts
 * import { Engine, defaultScoreFunction } from 'tfjs-ignite';
 *
 * const evaluator = new Engine(() => 0);
 * evaluator.state.metrics.loss = 0.25;
 * defaultScoreFunction('loss', -1)(evaluator); // => -0.25
 * ```
 */
export function defaultScoreFunction(metricName: string, sign: 1 | -1 = 1): (engine: AnyEngine) => number {
  const allowed: readonly unknown[] = [1, -1];
  if (!allowed.includes(sign)) throw new OptionError({ owner: 'defaultScoreFunction.sign', expected: '1 or -1', got: sign });
  return ({ state }) => {
    const { metrics } = state;
    const value = Object.hasOwn(metrics, metricName) ? metrics[metricName] : undefined;
    if (typeof value === 'number') return sign * value;
    const names = Object.keys(metrics);
    throw new OptionError({
      owner: `defaultScoreFunction(${JSON.stringify(metricName)})`,
      expected: 'the name of a metric that is a number',
      got: value,
      mend: names.length === 0 ? 'The engine has no metrics yet: attach them, and subscribe after them.' : `The metrics there are: ${names.join(', ')}.`,
    });
  };
}

/** Calls a score function and refuses what is no number. */
export function readScore<E>(owner: string, scoreFunction: (engine: E) => number, engine: E): number {
  const score: unknown = scoreFunction(engine);
  if (typeof score === 'number') return score;
  throw new OptionError({ owner: `${owner}.scoreFunction`, expected: 'to return a number', got: score });
}
