/** A JSON value in which `"NaN"`, `"Infinity"` and `"-Infinity"` stand for numbers: with the numbers in their place. */
export function withNumbers<T>(value: T): T {
  return replaceStrings(value, (text) => (text === 'NaN' || text === 'Infinity' || text === '-Infinity' ? Number(text) : text));
}

/** Ignite's file extension is `pt`, ours `safetensors`. */
export function withOurExtension<T>(value: T): T {
  return replaceStrings(value, (text) => text.replace(/\.pt$/, '.safetensors'));
}

/** The same value with every string replaced, in lists and objects of any depth. */
export function replaceStrings<T>(value: T, replace: (text: string) => unknown): T {
  return replaceAny(value, replace) as T; // the shape stays; what strings become is the caller's
}

function replaceAny(value: unknown, replace: (text: string) => unknown): unknown {
  if (typeof value === 'string') return replace(value);
  if (Array.isArray(value)) return value.map((item) => replaceAny(item, replace));
  if (typeof value === 'object' && value !== null) return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, replaceAny(item, replace)]));
  return value;
}
