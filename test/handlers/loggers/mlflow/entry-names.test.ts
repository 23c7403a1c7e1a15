import fc from 'fast-check';
import { EntryNames } from '../../../../src/handlers/loggers/mlflow/entry-names';

function setup() {
  const warnings: string[] = [];
  return { names: new EntryNames((message) => warnings.push(message)), warnings };
}

test.each([
  ['training/loss', 'training/loss'],
  ['lr/group_0', 'lr/group_0'],
  ['größe 日本-1.5', 'größe 日本-1.5'],
  ['AP@50', 'AP_50'],
  ['a:b', 'a_b'],
  ['', '_'],
  ['/a', '_/a'],
  ['a/', 'a/_'],
  ['a//b', 'a/_/b'],
  ['./a', '_/a'],
  ['a/../b', 'a/__/b'],
  ['...', '...'],
  ['x'.repeat(300), 'x'.repeat(250)],
  [`${'x'.repeat(249)}/abc`, `${'x'.repeat(249)}_`],
])('%j is %j', (name, expected) => {
  expect(setup().names.of(name)).toBe(expected);
});

test('names that differ stay different, the same name stays the same', () => {
  const { names } = setup();
  expect(['a@b', 'a#b', 'a_b', 'a@b', 'a_b_2'].map((name) => names.of(name))).toEqual(['a_b', 'a_b_2', 'a_b_3', 'a_b', 'a_b_2_2']);
  expect(names.of(`${'x'.repeat(260)}1`)).toBe('x'.repeat(250));
  expect(names.of(`${'x'.repeat(260)}2`)).toBe(`${'x'.repeat(248)}_2`);
});

test('one warning', () => {
  const { names, warnings } = setup();
  for (const name of ['fine', 'a@b', 'c@d']) names.of(name);
  expect(warnings).toEqual([expect.stringContaining('"a@b" is "a_b" there, and other names are changed in this way')]);
});

test('every name is one that MLflow takes, and no two are the same', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.string({ unit: 'grapheme', maxLength: 300 }), { maxLength: 30 }), (wanted) => {
      const { names } = setup();
      const given = wanted.map((name) => names.of(name));
      expect(new Set(given).size).toBe(wanted.length);
      for (const name of given) {
        expect(name).toMatch(/^[\p{L}\p{N}_\-. /]+$/u);
        expect(Array.from(name).length).toBeLessThanOrEqual(250);
        expect(name.split('/').filter((part) => part === '' || part === '.' || part === '..')).toEqual([]);
      }
    }),
  );
});
