import * as z from 'zod/mini';
import { manifestSchema, taggedSchema } from '../../../src/handlers/checkpoint/manifest';

const digest = 'a'.repeat(64);

it('takes a manifest with both digests', () => {
  expect(z.safeParse(manifestSchema, { version: 1, dataSha256: digest, stateSha256: digest }).success).toBe(true);
});

it.each([
  { version: 1, dataSha256: digest },
  { version: 1, dataSha256: digest, stateSha256: 'A'.repeat(64) },
  { version: 1, dataSha256: digest, stateSha256: digest, more: 1 },
  { version: 2, dataSha256: digest, stateSha256: digest },
])('refuses %j', (manifest) => {
  expect(z.safeParse(manifestSchema, manifest).success).toBe(false);
});

it.each([{ $: 'number', value: '1' }, { $: 'tensor', name: 'a' }, { $: 'other' }, { $: 1 }])('refuses the tagged value %j', (value) => {
  expect(z.safeParse(taggedSchema, value).success).toBe(false);
});
