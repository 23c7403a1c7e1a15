import type * as tf from '@tensorflow/tfjs-core';
import type { HostTensor, StateValue } from '../../contracts';
import type { Communicator, Reduction } from '../../distributed';
import { CheckpointError, ShapeError } from '../../errors';
import type { MaybePromise } from '../../internal';
import { andThen, isHostTensor } from '../../internal';
import { isTensor, readsAreCopies, sameShape } from '../../tensor';
import type { Accumulator, Pending } from './accumulator';
import { DeviceTotal } from './device-total';
import { neutral, reduce } from './reductions';

/** Numbers in double precision with their shape. */
export type Doubles = HostTensor<Float64Array>;

/**
 * An array gathered over batches element by element: a sum, a maximum or a minimum, in double precision.
 *
 * Its shape is that of the first values; values of another shape are refused. The total is `null` as long as no rank has any.
 */
export class ArrayAccumulator implements Accumulator<Doubles | null> {
  readonly #reduction: Reduction;
  readonly #device: DeviceTotal;
  #host: Doubles | null = null;

  constructor(reduction: Reduction) {
    this.#reduction = reduction;
    this.#device = new DeviceTotal(reduction);
  }

  /** The shape of what this rank gathered so far, `null` for nothing. */
  get shape(): readonly number[] | null {
    return this.#host?.shape ?? (this.#device.isEmpty ? null : this.#device.shape);
  }

  /** Takes in values; a tensor stays the caller's and is read now only where that costs a copy. */
  add(values: tf.Tensor | { readonly shape: readonly number[]; readonly data: ArrayLike<number> }, owner: string): void {
    this.#checkShape(values, owner);
    if (!isTensor(values)) {
      this.#take(values.shape, values.data);
    } else if (readsAreCopies()) {
      this.#take(values.shape, values.dataSync());
    } else {
      this.#device.add(values);
    }
  }

  /** Adds 1 to the elements of a sum at these positions, row-major and all within the shape: for counts of few among many. */
  count(shape: readonly number[], positions: ArrayLike<number>, owner: string): void {
    this.#checkShape({ shape }, owner);
    this.#host ??= this.#blank(shape);
    const { data } = this.#host;
    for (let index = 0; index < positions.length; index++) {
      const position = positions[index] ?? NaN;
      data[position] = (data[position] ?? 0) + 1;
    }
  }

  /** Changes each element by an operation of the metric's own, host values only; elements start at `start`. */
  fold(values: { readonly shape: readonly number[]; readonly data: ArrayLike<number> }, start: number, op: (element: number, value: number) => number, owner: string): void {
    this.#checkShape(values, owner);
    const { data } = this.#host ?? this.#blank(values.shape, start);
    // All of it before any of it counts: the operation may throw.
    const next = data.map((element, index) => op(element, values.data[index] ?? NaN));
    this.#host = { dtype: 'float64', shape: [...values.shape], data: next };
  }

  #checkShape(values: { readonly shape: readonly number[] }, owner: string): void {
    const known = this.shape;
    if (known === null || sameShape(known, values.shape)) return;
    throw new ShapeError({ owner, expected: `values of shape [${known.join(', ')}] as before`, got: values });
  }

  #take(shape: readonly number[], values: ArrayLike<number>): void {
    this.#host ??= this.#blank(shape);
    const { data } = this.#host;
    for (let index = 0; index < data.length; index++) {
      data[index] = reduce(this.#reduction, data[index] ?? NaN, values[index] ?? NaN);
    }
  }

  #blank(shape: readonly number[], start = neutral(this.#reduction)): Doubles {
    const size = shape.reduce((product, length) => product * length, 1);
    return { dtype: 'float64', shape: [...shape], data: new Float64Array(size).fill(start) };
  }

  reset(): void {
    this.#device.dispose();
    this.#host = null;
  }

  pending(): readonly Pending[] {
    return this.#device.pending((values, shape) => this.#take(shape, values));
  }

  total(communicator: Communicator, owner: string): MaybePromise<Doubles | null> {
    return andThen(this.#local(), (local) => (communicator.size === 1 ? local : this.#overRanks(local, communicator, owner)));
  }

  #local(): MaybePromise<Doubles | null> {
    if (this.#device.isEmpty) return this.#host;
    const whole = this.#blank(this.#device.shape);
    // As it is now: another read may move what is on the device to the host while this one is under way.
    const host = this.#host?.data.slice();
    return andThen(this.#device.read(), (values) => {
      whole.data.forEach((start, index) => {
        const device = reduce(this.#reduction, start, values[index] ?? NaN);
        whole.data[index] = host === undefined ? device : reduce(this.#reduction, device, host[index] ?? NaN);
      });
      return whole;
    });
  }

  /** A rank without data has no shape yet, so the ranks agree on it first. */
  #overRanks(local: Doubles | null, communicator: Communicator, owner: string): MaybePromise<Doubles | null> {
    const mine = local === null ? new Float64Array() : Float64Array.of(local.shape.length, ...local.shape);
    return andThen(communicator.allGather(mine), (all) => {
      const shapes = all.filter((found) => found.length > 0).map((found) => [...found.subarray(1)]);
      const shape = shapes[0];
      if (shape === undefined) return null;
      const other = shapes.find((found) => !sameShape(found, shape));
      if (other !== undefined) throw new ShapeError({ owner, expected: `the same shape on every rank, such as [${shape.join(', ')}]`, got: other });
      const data = (local ?? this.#blank(shape)).data;
      return andThen(communicator.allReduce(data, this.#reduction), (reduced): Doubles => ({ dtype: 'float64', shape, data: reduced }));
    });
  }

  save(communicator: Communicator, owner: string): MaybePromise<StateValue> {
    return andThen(this.total(communicator, owner), (total) => (total === null ? null : { ...total, data: total.data.slice() }));
  }

  load(value: StateValue | undefined, communicator: Communicator, owner: string): () => void {
    if (value !== null && !(isHostTensor(value) && value.data instanceof Float64Array && value.dtype === 'float64')) {
      throw new CheckpointError({ owner, expected: 'a float64 tensor, or null', got: value });
    }
    const host = value === null ? null : { dtype: 'float64' as const, shape: [...value.shape], data: Float64Array.from(value.data, Number) };
    return () => {
      this.reset();
      // The state holds the total of all ranks: one of them takes it over.
      if (communicator.rank === 0) this.#host = host;
    };
  }
}
