import * as tf from '@tensorflow/tfjs-core';
import type { StateValue } from '../../contracts';
import type { Communicator } from '../../distributed';
import { CheckpointError, ShapeError } from '../../errors';
import type { MaybePromise } from '../../internal';
import { andThen, isHostTensor } from '../../internal';
import { isTensor, readsAreCopies, sameShape } from '../../tensor';
import type { Accumulator, Pending } from './accumulator';
import type { Doubles } from './array-accumulator';
import { land } from './land';

/**
 * Keeps every row that it is given, for what cannot be added up: `[rows, ...]` in the order of the updates, then of the ranks.
 *
 * Tensors are kept on the device where reading them is dear. The total is `null` as long as no rank has a row.
 */
export class RowsAccumulator implements Accumulator<Doubles | null> {
  /** As narrow as they came: a copy of memory is cheap, and the doubles are made once, when they are asked for. */
  #host: Chunk[] = [];
  #device: tf.Tensor[] = [];

  /** The shape of one row, `null` before the first. */
  get rowShape(): readonly number[] | null {
    const first: { readonly shape: readonly number[] } | undefined = this.#host[0] ?? this.#device[0];
    return first === undefined ? null : first.shape.slice(1);
  }

  /** Copies rows; a tensor stays the caller's. */
  append(rows: tf.Tensor | { readonly shape: readonly number[]; readonly data: ArrayLike<number> }, owner: string): void {
    const known = this.rowShape;
    if (known !== null && !sameShape(known, rows.shape.slice(1))) {
      throw new ShapeError({ owner, expected: `rows of shape [${known.join(', ')}] as before`, got: rows });
    }
    if (!isTensor(rows)) this.#host.push(chunk(rows.shape, rows.data));
    else if (readsAreCopies()) this.#host.push(chunk(rows.shape, rows.dataSync()));
    else this.#device.push(tf.keep(tf.clone(rows)));
  }

  reset(): void {
    this.#host = [];
    tf.dispose(this.#device);
    this.#device = [];
  }

  total(communicator: Communicator, owner: string): MaybePromise<Doubles | null> {
    return andThen(this.#local(), (local) => (communicator.size === 1 ? local : overRanks(local, communicator, owner)));
  }

  /** Moves what is on the device to the host, and the whole into one piece. */
  #local(): MaybePromise<Doubles | null> {
    return andThen(land(this.pending()), () => this.#joined());
  }

  pending(): readonly Pending[] {
    const tensors = this.#device;
    const count = tensors.length;
    if (count === 0) return [];
    const shape = [tensors.reduce((rows, tensor) => rows + tensor.shape[0], 0), ...(this.rowShape ?? [])];
    const words = tf.tidy(() => tf.concat(tensors.map((tensor) => tf.reshape(tf.cast(tensor, 'float32'), [-1]))));
    return [
      {
        words: tf.keep(words),
        land: (values) => {
          // A reset while the read was under way has given the tensors up, another read has moved them: then there is nothing to move.
          if (tensors !== this.#device) return;
          this.#host.push(chunk(shape, values));
          tf.dispose(tensors.slice(0, count));
          this.#device = tensors.slice(count);
        },
      },
    ];
  }

  #joined(): Doubles | null {
    if (this.#host.length === 0) return null;
    const whole = joined(this.#host);
    this.#host = [whole];
    return whole;
  }

  save(communicator: Communicator, owner: string): MaybePromise<StateValue> {
    return this.total(communicator, owner);
  }

  load(value: StateValue | undefined, communicator: Communicator, owner: string): () => void {
    if (value !== null && !(isHostTensor(value) && value.dtype === 'float64' && value.shape.length > 0)) {
      throw new CheckpointError({ owner, expected: 'a float64 tensor of rows, or null', got: value });
    }
    const host = value === null ? [] : [doubles(value.shape, Float64Array.from(value.data, Number))];
    return () => {
      this.reset();
      // The state holds the rows of all ranks: one of them takes them over.
      if (communicator.rank === 0) this.#host = host;
    };
  }
}

/** Rows in plain memory of their own. */
interface Chunk {
  readonly shape: readonly number[];
  readonly data: Float64Array | Float32Array | Int32Array | Uint8Array;
}

function chunk(shape: readonly number[], data: ArrayLike<number>): Chunk {
  const isNarrow = data instanceof Float32Array || data instanceof Int32Array || data instanceof Uint8Array;
  return { shape: [...shape], data: isNarrow ? data.slice() : new Float64Array(data) };
}

function doubles(shape: readonly number[], data: ArrayLike<number>): Doubles {
  return { dtype: 'float64', shape: [...shape], data: new Float64Array(data) };
}

/** All chunks as one piece, which is the chunk itself where it is one of doubles. */
function joined(chunks: readonly Chunk[]): Doubles {
  const [first] = chunks;
  if (chunks.length === 1 && first?.data instanceof Float64Array) return { dtype: 'float64', shape: first.shape, data: first.data };
  const rows = chunks.reduce((sum, { shape }) => sum + (shape[0] ?? 0), 0);
  const data = new Float64Array(chunks.reduce((sum, one) => sum + one.data.length, 0));
  let offset = 0;
  for (const one of chunks) {
    data.set(one.data, offset);
    offset += one.data.length;
  }
  return { dtype: 'float64', shape: [rows, ...(first?.shape.slice(1) ?? [])], data };
}

/** The shape travels with the numbers, so that ranks without rows need not know it. */
function overRanks(local: Doubles | null, communicator: Communicator, owner: string): MaybePromise<Doubles | null> {
  return andThen(communicator.allGather(local === null ? new Float64Array() : packed(local)), (all) => {
    const chunks = all.filter((found) => found.length > 0).map((found): Doubles => {
      const rank = found[0] ?? 0;
      return { dtype: 'float64', shape: [...found.subarray(1, 1 + rank)], data: found.slice(1 + rank) };
    });
    const rowShape = chunks[0]?.shape.slice(1);
    if (rowShape === undefined) return null;
    const other = chunks.find((chunk) => !sameShape(chunk.shape.slice(1), rowShape));
    if (other !== undefined) throw new ShapeError({ owner, expected: `rows of shape [${rowShape.join(', ')}] on every rank`, got: other });
    return joined(chunks);
  });
}

function packed({ shape, data }: Doubles): Float64Array {
  const message = new Float64Array(1 + shape.length + data.length);
  message.set([shape.length, ...shape]);
  message.set(data, 1 + shape.length);
  return message;
}
