/** Whether a value must be awaited. Costs no microtask when it need not be. */
export function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function';
}

export type MaybePromise<T> = T | Promise<T>;
