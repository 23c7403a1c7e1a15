import * as z from 'zod/mini';
import { OptionError } from '../../errors';
import type { LRSearchResults } from './search-options';
import { steepestDescent } from './suggestion';

const count = z.int().check(z.minimum(0));

const shape = {
  skipStart: z._default(count, 10),
  skipEnd: z._default(count, 5),
  logLr: z._default(z.boolean(), true),
  displaySuggestion: z._default(z.boolean(), true),
};

/** Schemas of {@link CurveOptions} and {@link TextPlotOptions}. */
export const curveSchema = z.strictObject(shape);
export const textPlotSchema = z.strictObject({ ...shape, columns: z._default(z.int().check(z.minimum(20)), 80), rows: z._default(z.int().check(z.minimum(2)), 12) });

/** What is drawn of a learning rate search. */
export interface CurveOptions {
  /** Iterations left out at the start. @default 10 */
  readonly skipStart?: number;
  /** Iterations left out at the end, where the loss shoots up. @default 5 */
  readonly skipEnd?: number;
  /** Whether the axis of the rate is logarithmic. @default true */
  readonly logLr?: boolean;
  /** Whether the suggested rate is marked. @default true */
  readonly displaySuggestion?: boolean;
}

/** What is drawn, and how large. */
export interface TextPlotOptions extends CurveOptions {
  /** Width in characters, at least 20. @default 80 */
  readonly columns?: number;
  /** Lines of the plot without its axis, at least 2. @default 12 */
  readonly rows?: number;
}

/** One iteration of a search. */
export interface CurvePoint {
  readonly iteration: number;
  /** The rates, one for each parameter group. */
  readonly lr: readonly number[];
  readonly loss: number;
}

/** The iterations to draw, in order, and the one to mark. */
export interface Curve {
  readonly points: readonly CurvePoint[];
  readonly suggestion: CurvePoint | undefined;
}

/**
 * Picks what to draw; losses that are not finite are left out.
 *
 * @param warn is told when the suggested rate is among what is skipped
 * @throws OptionError when nothing is left to draw
 */
export function curveToPlot(owner: string, results: LRSearchResults, options: Required<CurveOptions>, warn: (message: string) => void): Curve {
  const { skipStart, skipEnd, displaySuggestion } = options;
  const all = results.loss.map((loss, index): CurvePoint => ({ iteration: index + 1, lr: results.lr[index] ?? [], loss }));
  const points = all.slice(skipStart, Math.max(skipStart, all.length - skipEnd)).filter(({ loss }) => Number.isFinite(loss));
  if (points.length === 0) {
    throw new OptionError({ owner, expected: `skipStart and skipEnd that leave some of the ${all.length} iterations`, got: { skipStart, skipEnd } });
  }
  const best = displaySuggestion ? steepestDescent(results.loss) : undefined;
  const suggestion = best === undefined ? undefined : all[best];
  if (suggestion === undefined || points.includes(suggestion)) return { points, suggestion };
  warn(`${owner}: the suggested rate (iteration ${suggestion.iteration} of ${all.length}) is among what is skipped and is not shown. Make skipStart or skipEnd smaller.`);
  return { points, suggestion: undefined };
}
