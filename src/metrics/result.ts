import { OptionError } from '../errors';

/** What becomes of a result with several named values: its entries, the whole under the metric's name, or both. */
export type MetricsResultMode = 'flatten' | 'named' | 'both';

/**
 * Writes a metric's result where handlers look for it.
 *
 * @throws OptionError when the metric's name is also the name of one of its values
 */
export function writeResult(owner: string, metrics: Record<string, unknown>, name: string, result: unknown, mode: MetricsResultMode): void {
  if (!isMapping(result)) {
    metrics[name] = result;
    return;
  }
  if (mode !== 'flatten' && Object.hasOwn(result, name)) {
    throw new OptionError({
      owner,
      expected: `a name that is not among those of its values (${Object.keys(result).join(', ')})`,
      got: name,
      mend: "Attach it under another name, or with metricsResultMode: 'flatten'.",
    });
  }
  if (mode !== 'named') Object.assign(metrics, result);
  if (mode !== 'flatten') metrics[name] = result;
}

/** Whether a value is a plain object, as results and outputs with named entries are. */
export function isMapping(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  // The second test admits plain objects of another realm, whose prototype has none itself.
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
