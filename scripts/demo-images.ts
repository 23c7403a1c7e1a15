import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import sharp, { type Sharp } from 'sharp';
import { createRandom } from '../src/internal';
import type { Random } from '../src/contracts';

/** Whether the figure covers the pixel (x, y), in pixels from the centre of the picture. */
type Figure = (x: number, y: number) => boolean;

/**
 * The classes: figures and textures, each drawn anew for every picture.
 * Colours are drawn alike for all of them, and each figure covers about half of the picture, so that a colour says nothing
 * about the class.
 */
const classes: readonly (readonly [name: string, draw: (random: Random, side: number) => Figure])[] = [
  ['disc', disc],
  ['stripes', stripes],
  ['checkerboard', checkerboard],
  ['rings', rings],
  ['dots', dots],
];

export const demoClasses = classes.map(([name], index) => `${String(index + 1).padStart(3, '0')}.${name}`);

/**
 * Draws a small labelled image folder in the layout of Caltech-256: `NNN.name/NNN_MMMM.jpg`.
 *
 * @param directory made anew; what was there is removed
 * @param options `perClass` pictures of each class; the `seed` decides every pixel
 */
export async function makeDemoImages(directory: string, options: { perClass: number; seed: number }): Promise<void> {
  await rm(directory, { recursive: true, force: true });
  for (const [index, [, draw]] of classes.entries()) {
    const name = demoClasses[index] ?? '';
    await mkdir(join(directory, name), { recursive: true });
    for (let picture = 1; picture <= options.perClass; picture++) {
      const random = createRandom(options.seed, name, picture);
      const file = join(directory, name, `${name.slice(0, 3)}_${String(picture).padStart(4, '0')}.jpg`);
      await paint(random, draw).jpeg({ quality: 92 }).toFile(file);
    }
  }
}

function paint(random: Random, draw: (random: Random, side: number) => Figure): Sharp {
  const width = 180 + random.integer(140);
  const height = 180 + random.integer(140);
  const figure = draw(random, Math.min(width, height));
  const [ground, ink] = twoColours(random);
  // A prime length keeps the repeated grain from lining up with the rows.
  const grain = Array.from({ length: 4093 }, () => 16 * (random.uniform() - 0.5));
  const pixels = new Uint8ClampedArray(width * height * 3);
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const colour = figure(x - width / 2, y - height / 2) ? ink : ground;
      const noise = grain[(y * width + x) % grain.length] ?? 0;
      for (const channel of colour) pixels[at++] = channel + noise;
    }
  }
  return sharp(pixels, { raw: { width, height, channels: 3 } });
}

/** A light ground and a dark ink, each with a tint of its own. */
function twoColours(random: Random): [number[], number[]] {
  const colour = (level: number) => [0, 1, 2].map(() => level + between(random, -20, 20));
  return [colour(between(random, 180, 205)), colour(between(random, 50, 75))];
}

function between(random: Random, low: number, high: number): number {
  return low + (high - low) * random.uniform();
}

function disc(random: Random, side: number): Figure {
  const radius = between(random, 0.36, 0.44) * side;
  const [left, top] = [between(random, -0.1, 0.1) * side, between(random, -0.1, 0.1) * side];
  return (x, y) => Math.hypot(x - left, y - top) < radius;
}

function stripes(random: Random): Figure {
  const period = between(random, 9, 13);
  const angle = between(random, 0, Math.PI);
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  return (x, y) => modulo(x * cos + y * sin, period) < period / 2;
}

function checkerboard(random: Random): Figure {
  const field = between(random, 24, 34);
  const angle = between(random, -0.3, 0.3);
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  return (x, y) => modulo(Math.floor((x * cos + y * sin) / field) + Math.floor((y * cos - x * sin) / field), 2) === 0;
}

function rings(random: Random, side: number): Figure {
  const period = between(random, 20, 28);
  const [left, top] = [between(random, -0.2, 0.2) * side, between(random, -0.2, 0.2) * side];
  return (x, y) => modulo(Math.hypot(x - left, y - top), period) < period / 2;
}

function dots(random: Random): Figure {
  const grid = between(random, 12, 17);
  const radius = between(random, 0.37, 0.43) * grid;
  const shift = random.uniform() * grid;
  return (x, y) => Math.hypot(modulo(x + shift, grid) - grid / 2, modulo(y + shift, grid) - grid / 2) < radius;
}

function modulo(value: number, by: number): number {
  return ((value % by) + by) % by;
}
