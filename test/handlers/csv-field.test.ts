import { csvField } from '../../src/handlers/csv-field';

it.each([
  ['plain', 'plain'],
  ['', ''],
  ['a,b', '"a,b"'],
  ['say "x"', '"say ""x"""'],
  ['two\nlines', '"two\nlines"'],
])('%j is %j', (text, field) => {
  expect(csvField(text)).toBe(field);
});
