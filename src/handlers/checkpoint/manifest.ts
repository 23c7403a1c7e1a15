import * as z from 'zod/mini';

/** Under this key of `__metadata__` lies the manifest, under the other one the state tree. */
export const MANIFEST_KEY = 'tfjs-ignite';
export const STATE_KEY = 'state';

/** The version of the format that is written; the only one that is read. */
export const FORMAT_VERSION = 1;

/** Trees deeper than this are refused: they are cycles, or made to exhaust the stack. */
export const DEEPEST_TREE = 256;

const digest = z.string().check(z.regex(/^[0-9a-f]{64}$/, { error: '64 hexadecimal digits' }));

/** What a checkpoint says about itself: the digests guard every byte that matters. */
export const manifestSchema = z.strictObject({
  version: z.literal(FORMAT_VERSION),
  /** Of all bytes after the header. */
  dataSha256: digest,
  /** Of the text under {@link STATE_KEY}, in UTF-8. */
  stateSha256: digest,
});

/** In JSON a branch is an object; an object with this key stands for what JSON cannot say. */
export const TAG = '$';

/**
 * How the values that JSON cannot say are written: `{"$": "number", "value": "NaN"}`, a tensor by its name in the file with
 * what its header entry must agree with, and a branch that has a key `$` itself wrapped, so that it is not taken for one of these.
 */
export const taggedSchema = z.discriminatedUnion(TAG, [
  z.strictObject({ [TAG]: z.literal('number'), value: z.enum(['NaN', 'Infinity', '-Infinity', '-0']) }),
  z.strictObject({ [TAG]: z.literal('tensor'), name: z.string(), dtype: z.string(), shape: z.array(z.int()) }),
  z.strictObject({ [TAG]: z.literal('branch'), value: z.record(z.string(), z.unknown()) }),
]);
