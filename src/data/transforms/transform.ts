/** What a transform was made with: `name` and its options, as plain JSON values. */
export interface TransformJson {
  readonly name: string;
  readonly [option: string]: unknown;
}

/**
 * One step of preprocessing: a pure function of its input, that can say what it is.
 *
 * `toJSON` tells everything that the result depends on, so that its text can be the key of a cache, and so that
 * `transformFromJSON` can build the same step again.
 */
export interface Transform<In, Out> {
  apply(input: In): Out;
  toJSON(): TransformJson;
}
