import * as z from 'zod/mini';
import type { HostTensor } from '../../contracts';
import { ShapeError } from '../../errors';
import type { MaybePromise } from '../../internal';
import { andThen, parseOptions } from '../../internal';
import { sameShape } from '../../tensor';
import { functionSchema } from '../metric-options';
import type { Numbers } from '../numbers';
import { readAll } from '../numbers';

/** Options of `Accuracy.getSequenceTransform`. */
export interface SequenceTransformOptions {
  /** Targets whose steps are left out, such as padding. */
  readonly ignoreIndex?: number | readonly number[];
  /** Comes first: makes `[yPred, y]` of the engine's output. */
  outputTransform?(output: unknown): unknown;
}

const schema = z.strictObject({
  ignoreIndex: z._default(z.union([z.number(), z.array(z.number())]), () => []),
  outputTransform: z.optional(functionSchema<(output: unknown) => unknown>('a function')),
});

/** See `Accuracy.getSequenceTransform`. */
export function sequenceTransform(options: SequenceTransformOptions): (output: unknown) => MaybePromise<[HostTensor, HostTensor]> {
  const owner = 'Accuracy.getSequenceTransform';
  const { ignoreIndex, outputTransform = (output: unknown) => output } = parseOptions(owner, schema, options);
  const ignored = new Set([ignoreIndex].flat());
  return (output) =>
    andThen(outputTransform(output), (pair) => {
      if (!Array.isArray(pair) || pair.length < 2) throw new ShapeError({ owner, expected: 'an output [yPred, y]', got: pair });
      return andThen(readAll([pair[0], pair[1]], owner), ([yPred, y]) => perStep(owner, yPred, y, ignored));
    });
}

function perStep(owner: string, yPred: Numbers, y: Numbers, ignored: ReadonlySet<number>): [HostTensor, HostTensor] {
  if (yPred.shape.length !== 3 || !sameShape(yPred.shape.slice(0, 2), y.shape)) {
    throw new ShapeError({ owner, expected: 'yPred [batch, steps, classes] and y [batch, steps]', got: [yPred.shape, y.shape] });
  }
  const classes = yPred.shape[2] ?? 0;
  const kept = Array.from(y.data, (_, step) => step).filter((step) => !ignored.has(y.data[step] ?? NaN));
  const scores = new Float64Array(kept.length * classes);
  kept.forEach((step, row) => {
    for (let label = 0; label < classes; label++) scores[row * classes + label] = yPred.data[step * classes + label] ?? NaN;
  });
  return [
    { dtype: 'float64', shape: [kept.length, classes], data: scores },
    { dtype: 'float64', shape: [kept.length], data: Float64Array.from(kept, (step) => y.data[step] ?? NaN) },
  ];
}
