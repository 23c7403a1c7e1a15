import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import * as errors from '../../src/errors';

it('docs/errors.md lists every class with its code, and no other', () => {
  const page = readFileSync(resolve(__dirname, '../../docs/errors.md'), 'utf8');
  const listed = [...page.matchAll(/^\| `(ERR_\w+)` \| `(\w+)` \|/gm)].map(([, code, name]) => `${name} ${code}`).sort();
  const complaint = { owner: 'a', expected: 'b' };
  const thrown = Object.entries(errors).flatMap(([name, Value]) => {
    if (!(typeof Value === 'function' && Value.prototype instanceof errors.IgniteError)) return [];
    const error = name === 'WeightFileError' ? new errors.WeightFileError('truncated', complaint) : new (Value as typeof errors.OptionError)(complaint);
    return [`${name} ${error.code}`];
  });
  expect(listed).toEqual(thrown.sort());
});
