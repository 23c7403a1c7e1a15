const LONGEST = 80;

/**
 * Says what a value is, for an error message: the value in short and its type, such as `0 (number)`.
 */
export function describe(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  switch (typeof value) {
    case 'string':
      return `${shorten(JSON.stringify(value))} (string)`;
    case 'number':
    case 'boolean':
    case 'bigint':
    case 'symbol':
      return `${String(value)} (${typeof value})`;
    case 'function':
      return `${value.name === '' ? 'an anonymous function' : value.name} (function)`;
    default:
      return describeObject(value);
  }
}

function describeObject(value: object): string {
  if (Array.isArray(value)) return `${shorten(json(value))} (array of ${value.length})`;
  if (value instanceof Error) return `${value.name}: ${shorten(value.message)} (error)`;
  const shape: unknown = 'shape' in value ? value.shape : undefined;
  const dtype: unknown = 'dtype' in value ? value.dtype : undefined;
  if (Array.isArray(shape)) return `a tensor of shape [${shape.join(', ')}]${typeof dtype === 'string' ? ` and dtype ${dtype}` : ''}`;
  const name = (Object.getPrototypeOf(value) as { constructor?: { name?: string } } | null)?.constructor?.name ?? 'Object';
  return name === 'Object' ? `${shorten(json(value))} (object)` : `an instance of ${name}`;
}

function json(value: object): string {
  try {
    return JSON.stringify(value);
  } catch {
    return 'an object without JSON'; // cycles and bigints have none
  }
}

function shorten(text: string): string {
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST - 1)}…`;
}
