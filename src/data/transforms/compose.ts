import { OptionError } from '../../errors';
import { CenterCrop } from './center-crop';
import { Resize } from './resize';
import type { Transform, TransformJson } from './transform';

/** Any transform; methods compare their parameters both ways, so every transform fits. */
export type AnyTransform = Transform<never, unknown>;

/** What the first transform of a chain takes. */
export type ChainInput<T extends readonly AnyTransform[]> = T extends readonly [Transform<infer In, unknown>, ...AnyTransform[]]
  ? In
  : T extends readonly Transform<infer In, unknown>[]
    ? In
    : never;

/** What the last transform of a chain gives. */
export type ChainOutput<T extends readonly AnyTransform[]> = T extends readonly [...AnyTransform[], Transform<never, infer Out>]
  ? Out
  : T extends readonly Transform<never, infer Out>[]
    ? Out
    : never;

/** The chain itself where every transform takes what the one before it gives; else the place that does not fit has another type. */
export type Chain<T extends readonly AnyTransform[]> = T extends readonly [Transform<infer In, infer Mid>, Transform<infer Next, infer Out>, ...infer Rest extends AnyTransform[]]
  ? [Mid] extends [Next]
    ? Chain<readonly [Transform<Next, Out>, ...Rest]> extends infer Tail
      ? Tail extends readonly unknown[]
        ? readonly [Transform<In, Mid>, ...Tail]
        : never
      : never
    : readonly [Transform<In, Mid>, Transform<Mid, unknown>, ...AnyTransform[]]
  : T;

/**
 * Transforms one after the other. The compiler checks that each takes what the one before it gives.
 *
 * A `Resize` followed by a `CenterCrop` computes only the pixels that are kept; the result is the same.
 *
 * @throws OptionError without any transform
 *
 * @example
 * ```ts
 * import { CenterCrop, Compose, Resize, ToTensor } from 'tfjs-ignite/data';
 *
 * const transform = new Compose([new Resize(255), new CenterCrop(224), new ToTensor()]);
 * transform.apply({ width: 340, height: 255, data: new Uint8Array(340 * 255 * 3) }).shape; // => [ 224, 224, 3 ]
 * ```
 */
export class Compose<const T extends readonly AnyTransform[]> implements Transform<ChainInput<T>, ChainOutput<T>> {
  readonly transforms: T;
  readonly #steps: readonly ((input: unknown) => unknown)[];

  constructor(transforms: T & Chain<T>) {
    if (!Array.isArray(transforms) || transforms.length === 0) {
      throw new OptionError({ owner: 'Compose.transforms', expected: 'an array of at least one transform', got: transforms });
    }
    this.transforms = transforms;
    this.#steps = steps(transforms);
  }

  apply(input: ChainInput<T>): ChainOutput<T> {
    let value: unknown = input;
    for (const step of this.#steps) value = step(value);
    return value as ChainOutput<T>; // what the last transform gave
  }

  toJSON(): TransformJson {
    return { name: 'Compose', transforms: this.transforms.map((transform) => transform.toJSON()) };
  }
}

function steps(transforms: readonly AnyTransform[]): ((input: unknown) => unknown)[] {
  const made: ((input: unknown) => unknown)[] = [];
  for (let at = 0; at < transforms.length; at++) {
    const transform = transforms[at];
    const next = transforms[at + 1];
    if (transform instanceof Resize && next instanceof CenterCrop) {
      made.push((input) => resizeAndCrop(transform, next, input as Parameters<Resize['apply']>[0])); // checked by `Chain`
      at++;
    } else {
      made.push((input) => transform?.apply(input as never));
    }
  }
  return made;
}

function resizeAndCrop(resize: Resize, crop: CenterCrop, image: Parameters<Resize['apply']>[0]): ReturnType<Resize['apply']> {
  const { width, height } = resize.outputSize(image.width, image.height);
  // Padding is the crop's own business.
  if (width < crop.width || height < crop.height) return crop.apply(resize.apply(image));
  return resize.applyWithin(image, (w, h) => crop.window(w, h));
}
