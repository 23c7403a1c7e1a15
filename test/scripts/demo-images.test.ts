import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { demoClasses, makeDemoImages } from '../../scripts/demo-images';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'demo-images-'));
});
afterAll(() => rm(folder, { recursive: true }));

it('lays the pictures out as Caltech-256 does', async () => {
  await makeDemoImages(join(folder, 'layout'), { perClass: 2, seed: 1 });
  expect(await readdir(join(folder, 'layout'))).toEqual(demoClasses);
  expect(await readdir(join(folder, 'layout', '001.disc'))).toEqual(['001_0001.jpg', '001_0002.jpg']);
});

it('the seed decides every pixel', async () => {
  const [first, again, other] = ['first', 'again', 'other'].map((name) => join(folder, name)) as [string, string, string];
  await makeDemoImages(first, { perClass: 1, seed: 3 });
  await makeDemoImages(again, { perClass: 1, seed: 3 });
  await makeDemoImages(other, { perClass: 1, seed: 4 });
  const picture = (directory: string) => readFile(join(directory, '002.stripes', '002_0001.jpg'));
  expect(await picture(again)).toEqual(await picture(first));
  expect(await picture(other)).not.toEqual(await picture(first));
});

it.each([0, 1, 2])('colour does not give the class away: the nearest mean colour is right for fewer than 0.4 of the pictures (seed %i)', async (seed) => {
  const directory = join(folder, `colour-${seed}`);
  await makeDemoImages(directory, { perClass: 32, seed });
  const colours = await Promise.all(
    demoClasses.map(async (name) => Promise.all((await readdir(join(directory, name))).map((file) => meanColour(join(directory, name, file))))),
  );
  // Half of each class makes the mean colours, the other half is classified by them.
  const means = colours.map((pictures) => mean(pictures.filter((_, index) => index % 2 === 0)));
  const guesses = colours.flatMap((pictures, label) => pictures.filter((_, index) => index % 2 === 1).map((colour) => nearest(means, colour) === label));
  expect(guesses.filter(Boolean).length / guesses.length).toBeLessThan(0.4);
});

async function meanColour(file: string): Promise<number[]> {
  return (await sharp(file).stats()).channels.map((channel) => channel.mean);
}

function mean(vectors: number[][]): number[] {
  return [0, 1, 2].map((channel) => vectors.reduce((sum, vector) => sum + (vector[channel] ?? 0), 0) / vectors.length);
}

function nearest(means: number[][], colour: number[]): number {
  const distances = means.map((candidate) => Math.hypot(...candidate.map((value, channel) => value - (colour[channel] ?? 0))));
  return distances.indexOf(Math.min(...distances));
}
