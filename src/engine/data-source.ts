import { OptionError } from '../errors';
import type { MaybePromise } from '../internal';
import { isThenable } from '../internal';

/** A `tf.data.Dataset`, by its shape: `iterator()` promises something with an async `next()`. */
export interface LazySource<Batch> {
  readonly size?: number | null;
  iterator(): Promise<{ next(): Promise<IteratorResult<Batch, unknown>> }>;
}

/** What `run` can iterate over. */
export type DataSource<Batch = unknown> = Iterable<Batch> | AsyncIterable<Batch> | Iterator<Batch> | AsyncIterator<Batch> | LazySource<Batch>;

/**
 * What a source may say about itself, all of it optional.
 *
 * - `length`: batches in a pass over it, which becomes the epoch's length.
 * - `ownsBatches: true`: its batches belong to the engine that iterates, which disposes them.
 * - `stateDict` and `loadStateDict`: it knows its position, so a resumed run goes on where it says instead of reading batches away.
 */
export interface SourceTraits {
  readonly length?: number;
  readonly ownsBatches?: boolean;
}

/** One pass over a source. */
export interface BatchIterator {
  next(): MaybePromise<IteratorResult<unknown, unknown>>;
  return?(): unknown;
}

function method(source: object, key: PropertyKey): ((...args: unknown[]) => unknown) | undefined {
  const value: unknown = Reflect.get(source, key);
  // Only ever called on the source it was read from.
  return typeof value === 'function' ? (value as (...args: unknown[]) => unknown) : undefined;
}

/** Strings are iterable too, but a string is a path or a name, never data. */
function asObject(source: unknown): object | undefined {
  return typeof source === 'object' && source !== null ? source : undefined;
}

/** Whether `run` can iterate over it. */
export function isDataSource(source: unknown): source is DataSource {
  const object = asObject(source);
  if (object === undefined) return false;
  return [Symbol.asyncIterator, Symbol.iterator, 'next', 'iterator'].some((key) => method(object, key) !== undefined);
}

/** The data, if it can be iterated over. */
export function checkData<Batch>(owner: string, data: DataSource<Batch>): DataSource<Batch> {
  if (isDataSource(data)) return data;
  throw new OptionError({
    owner,
    expected: 'something to iterate over: an array, an iterable or async iterable, an iterator, a DataLoader or a tf.data.Dataset',
    got: data,
  });
}

/** Starts a pass. A promise only where the source needs one to begin. */
export function openSource(source: DataSource): MaybePromise<BatchIterator> {
  const begin = method(source, Symbol.asyncIterator) ?? method(source, Symbol.iterator);
  // An iterator is its own, only pass.
  if (begin === undefined && method(source, 'next') !== undefined) return source as BatchIterator;
  return (begin ?? method(source, 'iterator'))?.call(source) as MaybePromise<BatchIterator>; // `isDataSource` let it through
}

/** Number of batches in a pass, or `null` when the source does not say. */
export function sourceLength(source: unknown): number | null {
  const object = asObject(source);
  if (object === undefined) return null;
  for (const key of ['length', 'size']) {
    const length: unknown = Reflect.get(object, key);
    if (typeof length === 'number' && Number.isSafeInteger(length) && length >= 0) return length;
  }
  return null;
}

/** Whether the batches of a source belong to the engine: it says so, or it is a `tf.data.Dataset`. */
export function ownsItsBatches(source: unknown): boolean {
  const object = asObject(source);
  if (object === undefined) return false;
  if (Reflect.get(object, 'ownsBatches') === true) return true;
  const others = [Symbol.asyncIterator, Symbol.iterator, 'next'];
  return method(object, 'iterator') !== undefined && others.every((key) => method(object, key) === undefined);
}

/** Whether a source saves and restores its position by itself. */
export function knowsItsPosition(source: unknown): boolean {
  const object = asObject(source);
  return object !== undefined && method(object, 'stateDict') !== undefined && method(object, 'loadStateDict') !== undefined;
}

/** Ends a pass early, so that a source can let go of what it prepared; a one-shot iterator stays open for its owner. */
export function closeIterator(iterator: BatchIterator, source: unknown): MaybePromise<void> {
  if (iterator === source || typeof iterator.return !== 'function') return undefined;
  const closing = iterator.return();
  return isThenable(closing) ? Promise.resolve(closing).then(() => undefined) : undefined;
}
