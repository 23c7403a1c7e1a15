import * as z from 'zod/mini';
import { parseOptions } from '../../src/internal';

const schema = z.strictObject({
  batchSize: z._default(z.int().check(z.gte(1)), 1),
  mode: z._default(z.enum(['max', 'min']), 'max'),
  sizes: z.optional(z.array(z.number().check(z.gt(0))).check(z.minLength(1))),
  nested: z.optional(z.strictObject({ depth: z.int() })),
});

it('defaults are filled in and the result is frozen', () => {
  const options = parseOptions('DataLoader', schema, {});
  expect(options).toEqual({ batchSize: 1, mode: 'max' });
  expect(Object.isFrozen(options)).toBe(true);
});

it.each([
  [{ batchSize: 0 }, 'DataLoader.batchSize: expected at least 1, got 0 (number).'],
  [{ batchSize: 1.5 }, 'DataLoader.batchSize: expected an integer, got 1.5 (number).'],
  [{ batchSize: 'x' }, 'DataLoader.batchSize: expected a number, got "x" (string).'],
  [{ mode: 'best' }, 'DataLoader.mode: expected one of "max", "min", got "best" (string).'],
  [{ sizes: [] }, 'DataLoader.sizes: expected at least 1 item(s), got [] (array of 0).'],
  [{ sizes: [1, 0] }, 'DataLoader.sizes[1]: expected more than 0, got 0 (number).'],
  [
    { batchsize: 4 },
    'DataLoader: expected only options that it has (batchSize, mode, sizes, nested), got "batchsize" (string). Check the spelling, or remove it.',
  ],
  [{ nested: { depth: 1, width: 2 } }, 'DataLoader.nested: expected only options that it has (see its documentation), got "width" (string). Check the spelling, or remove it.'],
  [null, 'DataLoader: expected an object, got null.'],
])('%j is refused: %s', (options, message) => {
  expect(() => parseOptions('DataLoader', schema, options)).toThrow(expect.objectContaining({ name: 'OptionError', message }));
});
