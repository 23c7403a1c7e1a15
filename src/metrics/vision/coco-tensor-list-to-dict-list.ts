import type { HostTensor } from '../../contracts';
import { ShapeError } from '../../errors';
import type { MaybePromise } from '../../internal';
import { andThen, inTurn, isHostTensor } from '../../internal';
import { isTensor } from '../../tensor';
import type { ArrayInput, Numbers } from '../numbers';
import { readNumbers } from '../numbers';
import type { Detections, GroundTruths } from './detection-inputs';

const OWNER = 'cocoTensorListToDictList';

/**
 * An `outputTransform` for detectors that give one array for each image: takes `[yPred, y]` apart into what the detection metrics take.
 *
 * Rows of `yPred` are `(x1, y1, x2, y2, score, class)`, rows of `y` `(x1, y1, x2, y2, class)` or `(x1, y1, x2, y2, class, iscrowd)`. Images that
 * are objects already stay as they are. The parts are in plain memory, so that nobody has to dispose them; where reading tensors is dear (webgl,
 * webgpu) they come as a promise.
 *
 * @throws ShapeError for what is no pair of lists, and arrays with another number of columns
 *
 * @example
 * ```ts
 * import { cocoTensorListToDictList, ObjectDetectionAvgPrecisionRecall } from 'tfjs-ignite/metrics';
 *
 * const metric = new ObjectDetectionAvgPrecisionRecall({ numClasses: 3, outputTransform: cocoTensorListToDictList });
 * const [found, actual] = [[[0, 0, 10, 10, 0.9, 2]], [[0, 0, 10, 10, 2]]];
 * metric.observe([[found], [actual]]);
 * metric.compute(); // => [ 1, 1 ]
 * ```
 */
export function cocoTensorListToDictList(output: unknown): MaybePromise<[yPred: Detections[], y: GroundTruths[]]> {
  const pair: readonly unknown[] = Array.isArray(output) ? output : [];
  const [yPred, y] = pair;
  if (!Array.isArray(yPred) || !Array.isArray(y)) throw new ShapeError({ owner: OWNER, expected: 'an output [yPred, y] of two lists', got: output });
  return andThen(eachImage(yPred, detections), (found) => andThen(eachImage(y, truths), (actual) => [found, actual]));
}

function eachImage<Image>(images: readonly unknown[], take: (rows: Numbers) => Image): MaybePromise<Image[]> {
  const all: Image[] = [];
  const taken = inTurn(images, (image) => {
    // What an object holds is checked by the metric.
    if (!isArray(image)) return void all.push(image as Image);
    return andThen(readNumbers(image, OWNER), (rows) => void all.push(take(rows)));
  });
  return andThen(taken, () => all);
}

function isArray(image: unknown): image is ArrayInput {
  return Array.isArray(image) || ArrayBuffer.isView(image) || isTensor(image) || isHostTensor(image);
}

function detections(rows: Numbers): Detections {
  checkColumns('yPred', rows, [6]);
  return { bbox: columns(rows, 0, 4), scores: columns(rows, 4), labels: columns(rows, 5) };
}

function truths(rows: Numbers): GroundTruths {
  checkColumns('y', rows, [5, 6]);
  return { bbox: columns(rows, 0, 4), labels: columns(rows, 4), ...(rows.shape[1] === 6 ? { iscrowd: columns(rows, 5) } : {}) };
}

function checkColumns(list: string, { shape }: Numbers, counts: readonly number[]): void {
  // A plain empty array has no columns to speak of.
  if (shape.length === 1 && shape[0] === 0) return;
  if (shape.length === 2 && counts.includes(shape[1] ?? 0)) return;
  throw new ShapeError({ owner: `${OWNER}.${list}`, expected: `arrays [boxes, ${counts.join(' or ')}]`, got: { shape } });
}

/** Columns of a matrix: one as a vector, several as a matrix. */
function columns({ shape, dtype, data }: Numbers, first: number, count?: number): HostTensor {
  const [rows = 0, width = 0] = shape;
  const taken = count ?? 1;
  const values = new Float64Array(rows * taken);
  for (let index = 0; index < values.length; index++) values[index] = data[Math.floor(index / taken) * width + first + (index % taken)] ?? NaN;
  const size = count === undefined ? [rows] : [rows, count];
  return dtype === 'float32' ? { dtype, shape: size, data: Float32Array.from(values) } : { dtype: 'float64', shape: size, data: values };
}
