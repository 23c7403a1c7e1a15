import * as tf from '@tensorflow/tfjs-core';
import { createRandom } from '../../src/internal';

/** What a metric is fed with in a benchmark; the Python side draws the same kinds. */
export type InputKind =
  | 'scores' | 'multilabel' | 'flat' | 'pair' | 'labels' | 'logits' | 'logitPair' | 'multilabelScores' | 'features' | 'images' | 'probabilities'
  | 'sentences' | 'strings' | 'relevance' | 'grouped' | 'groupedBits' | 'numbers' | 'detections';

/** Draws an output for `update`: `rows` examples of `columns` values or classes. */
export function drawOutput(kind: InputKind, rows: number, columns: number): unknown {
  const random = createRandom(1);
  const floats = (...shape: number[]): tf.Tensor => fill(shape, 'float32', () => 0.01 + random.uniform());
  const integers = (below: number, ...shape: number[]): tf.Tensor => fill(shape, 'int32', () => random.integer(below));
  switch (kind) {
    case 'scores':
    case 'logits':
      return [floats(rows, columns), integers(columns, rows)];
    case 'multilabel':
      return [integers(2, rows, columns), integers(2, rows, columns)];
    case 'multilabelScores':
    case 'relevance':
      return [floats(rows, columns), integers(2, rows, columns)];
    case 'flat':
      return [floats(rows * columns), floats(rows * columns)];
    case 'pair':
    case 'logitPair':
      return [floats(rows, columns), floats(rows, columns)];
    case 'labels':
      return [integers(10, rows), integers(10, rows)];
    case 'features':
      return [floats(rows, columns), integers(8, rows)];
    case 'images':
      return [floats(1, rows, columns, 1), floats(1, rows, columns, 1)];
    case 'probabilities':
      return tf.tidy(() => tf.softmax(floats(rows, columns)));
    case 'sentences': {
      const sentence = (): string[] => Array.from({ length: 20 }, () => `word${random.integer(200)}`);
      return [Array.from({ length: rows }, sentence), Array.from({ length: rows }, () => [sentence(), sentence()])];
    }
    case 'strings': {
      const line = (): string => Array.from({ length: 60 }, () => 'abcdefghij'[random.integer(10)] ?? '').join('');
      return [Array.from({ length: rows }, line), Array.from({ length: rows }, line)];
    }
    case 'grouped':
      return [floats(rows, columns), integers(columns, rows), integers(2, rows)];
    case 'groupedBits':
      return [integers(2, rows * columns), integers(2, rows * columns), integers(2, rows * columns)];
    case 'numbers':
      return floats(rows, columns);
    case 'detections': {
      const boxes = (count: number): tf.Tensor => tf.tidy(() => {
        const corner = tf.mul(floats(count, 2), 100);
        return tf.concat([corner, tf.add(corner, tf.mul(floats(count, 2), 50))], 1);
      });
      return [
        Array.from({ length: rows }, () => ({ bbox: boxes(10), scores: floats(10), labels: integers(5, 10) })),
        Array.from({ length: rows }, () => ({ bbox: boxes(5), labels: integers(5, 5), iscrowd: fill([5], 'int32', () => 0) })),
      ];
    }
  }
}

function fill(shape: number[], dtype: 'float32' | 'int32', draw: () => number): tf.Tensor {
  const size = shape.reduce((product, length) => product * length, 1);
  const data = dtype === 'float32' ? new Float32Array(size) : new Int32Array(size);
  for (let index = 0; index < size; index++) data[index] = draw();
  return tf.tensor(data, shape, dtype);
}
