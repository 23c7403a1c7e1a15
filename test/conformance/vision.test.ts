import { copyFileSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { IMAGENET_STATISTICS } from '../../src/data';
import { useTestBackend } from '../support/backend';
import { playAll } from './vision-case';
import { visionFeatureCases } from './vision-features-runner';
import { visionModelCases } from './vision-models-runner';
import { visionWeightCases } from './vision-weights-runner';

useTestBackend();

const golden = join(__dirname, '../fixtures/golden/vision');
const built = <T extends { readonly missing?: readonly string[] }>(cases: readonly T[]): T[] => cases.filter(({ missing }) => missing === undefined);

describe('weight files load, or are refused, as the golden file says', () => {
  it.each(built(visionWeightCases(join(golden, 'weights.json'))))('$id', ({ check }) => check());
});

describe('a picture from file to logits equals torchvision', () => {
  it.each(built(visionFeatureCases(join(golden, 'features.json'))))('$id', ({ check }) => check());

  it("the library's statistics are those of the golden file", () => {
    const { imagenet } = JSON.parse(readFileSync(join(golden, 'transforms.json'), 'utf8')) as { imagenet: unknown };
    expect(IMAGENET_STATISTICS).toEqual(imagenet);
  });
});

test('an architecture and a kind of file that the library lacks are not counted as passed', async () => {
  const models = visionModelCases(join(golden, 'models.json')).filter(({ missing }) => missing !== undefined);
  expect(new Set(models.flatMap(({ missing }) => missing ?? []))).toContain('resnet18');
  const files = visionWeightCases(join(golden, 'weights.json')).filter(({ missing }) => missing !== undefined);
  const outcomes = await playAll([...models, ...files]);
  expect(outcomes.every(({ outcome }) => outcome === 'missing')).toBe(true);
  expect(files.every(({ id }) => /\.pth?$/.test(id))).toBe(true);
});

describe('another expectation fails', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'vision-'));
    for (const name of ['weights', 'images']) cpSync(join(golden, name), join(folder, name), { recursive: true });
    for (const name of ['weights.json', 'transforms.json']) copyFileSync(join(golden, name), join(folder, name));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const changed = (name: string, from: RegExp, to: string): string => {
    const text = readFileSync(join(golden, name), 'utf8');
    const other = text.replace(from, to);
    expect(other).not.toBe(text);
    const file = join(folder, `changed-${name}`);
    writeFileSync(file, other);
    return file;
  };

  it.each([
    ['a shape', /"parameters": *8093/, '"parameters":8094', 'keys'],
    ['a logit', /1\.888522/, '1.888622', 'weights/model.safetensors'],
    ['a kind', /"missing-keys"/, '"truncated"', 'weights/missing-key.safetensors'],
  ])('%s of weights.json', async (_, from, to, id) => {
    const one = visionWeightCases(changed('weights.json', from, to)).filter((each) => each.id === id);
    expect((await playAll(one)).map(({ outcome }) => outcome)).toEqual(['failed']);
  });

  it('a feature of features.json', async () => {
    const first = visionFeatureCases(changed('features.json', /3\.126655/, '3.126755'))[0];
    expect((await playAll(first ? [first] : [])).map(({ outcome }) => outcome)).toEqual(['failed']);
  });
});
