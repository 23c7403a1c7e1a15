/** Whether a value must be awaited. Costs no microtask when it need not be. */
export function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function';
}

export type MaybePromise<T> = T | Promise<T>;

/** Goes on with a value: at once when it is there, later when it is a promise. */
export function andThen<T, R>(value: MaybePromise<T>, next: (value: T) => MaybePromise<R>): MaybePromise<R> {
  return isThenable(value) ? value.then(next) : next(value);
}

/** Calls `visit` for one item after the other, waiting only where it returns a promise. */
export function inTurn<T>(items: Iterable<T>, visit: (item: T) => MaybePromise<void>): MaybePromise<void> {
  const iterator = items[Symbol.iterator]();
  for (let step = iterator.next(); step.done !== true; step = iterator.next()) {
    const pending = visit(step.value);
    if (isThenable(pending)) return finish(pending, iterator, visit);
  }
}

async function finish<T>(pending: PromiseLike<unknown>, iterator: Iterator<T>, visit: (item: T) => MaybePromise<void>): Promise<void> {
  await pending;
  for (let step = iterator.next(); step.done !== true; step = iterator.next()) await visit(step.value);
}
