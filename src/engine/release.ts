/** Disposes the tensors in a value, all but those that are also in one of `keep`. */
export type Release = (value: unknown, keep?: readonly unknown[]) => void;

interface Disposable {
  readonly isDisposed: boolean;
  dispose(): void;
}

/**
 * The default {@link Release}: walks arrays and plain objects, and disposes what has a tensor's shape (`dataId`, `isDisposed`, `dispose`).
 * Variables, class instances and tensors that are already disposed stay as they are.
 */
export const releaseTensors: Release = (value, keep = []) => {
  // Most outputs are numbers: they cost one comparison.
  if (typeof value !== 'object' || value === null) return;
  const found = collect(value);
  if (found.size === 0) return;
  const kept = new Set<Disposable>();
  for (const each of keep) collect(each, kept);
  for (const tensor of found) if (!kept.has(tensor) && !tensor.isDisposed) tensor.dispose();
};

function collect(value: unknown, into = new Set<Disposable>(), seen = new Set<object>()): Set<Disposable> {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return into;
  if (isTensor(value)) return isVariable(value) ? into : into.add(value);
  if (seen.has(value)) return into;
  if (Array.isArray(value)) {
    seen.add(value);
    for (const item of value) collect(item, into, seen);
  } else if (isPlain(value)) {
    seen.add(value);
    for (const item of Object.values(value)) collect(item, into, seen);
  }
  return into;
}

function isTensor(value: object): value is Disposable {
  return 'dataId' in value && 'isDisposed' in value && 'dispose' in value && typeof value.dispose === 'function';
}

/** A `tf.Variable` is a tensor that can be assigned to. */
function isVariable(value: object): boolean {
  return 'assign' in value && 'trainable' in value;
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  // Objects of another realm have another Object.prototype, whose own prototype is null as well.
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
