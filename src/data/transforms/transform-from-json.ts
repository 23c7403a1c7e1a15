import { OptionError } from '../../errors';
import { CenterCrop } from './center-crop';
import { Compose } from './compose';
import type { AnyTransform } from './compose';
import { Normalize } from './normalize';
import type { NormalizeOptions } from './normalize';
import { Resize } from './resize';
import { ToTensor } from './to-tensor';
import type { Transform } from './transform';

/** Builds a transform of the options of its JSON form; the constructors check them. */
type Builder = (options: Record<string, unknown>) => AnyTransform;

const builders = new Map<string, Builder>([
  ['Resize', ({ size, ...options }) => new Resize(size as number, options)],
  ['CenterCrop', ({ size, ...rest }) => (nothingElse('CenterCrop', rest), new CenterCrop(size as number))],
  ['ToTensor', (rest) => (nothingElse('ToTensor', rest), new ToTensor())],
  ['Normalize', (options) => new Normalize(options as unknown as NormalizeOptions)],
  ['Compose', ({ transforms, ...rest }) => (nothingElse('Compose', rest), chain(transforms))],
]);

/**
 * Builds the transform whose `toJSON()` gave `json`: how the preprocessing that was saved with a model comes back.
 *
 * @param json a parsed JSON value
 * @returns the transform; what it takes and gives is for the caller to know
 * @throws OptionError for a name that is no transform of this library, and for options that it does not take
 *
 * @example
 * ```ts
 * import { Compose, Resize, ToTensor, transformFromJSON } from 'tfjs-ignite/data';
 *
 * const saved = JSON.stringify(new Compose([new Resize(64), new ToTensor()]));
 * JSON.stringify(transformFromJSON(JSON.parse(saved))) === saved; // => true
 * ```
 */
export function transformFromJSON<In = unknown, Out = unknown>(json: unknown): Transform<In, Out> {
  return build(json) as unknown as Transform<In, Out>; // only the caller knows what the saved steps take and give
}

function build(json: unknown): AnyTransform {
  const record = typeof json === 'object' && json !== null ? (json as Record<string, unknown>) : {};
  const { name, ...options } = record;
  const builder = typeof name === 'string' ? builders.get(name) : undefined;
  if (builder === undefined) {
    throw new OptionError({ owner: 'transformFromJSON', expected: `an object whose name is one of ${[...builders.keys()].join(', ')}`, got: json });
  }
  return builder(options);
}

function chain(transforms: unknown): AnyTransform {
  if (!Array.isArray(transforms)) throw new OptionError({ owner: 'transformFromJSON: Compose.transforms', expected: 'an array', got: transforms });
  return new Compose(transforms.map(build));
}

function nothingElse(name: string, rest: Record<string, unknown>): void {
  const keys = Object.keys(rest);
  if (keys.length > 0) throw new OptionError({ owner: `transformFromJSON: ${name}`, expected: 'no other options', got: keys.join(', ') });
}
