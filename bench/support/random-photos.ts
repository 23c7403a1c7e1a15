import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { createRandom } from '../../src/internal';

/** How many pictures to draw, and from which stream. */
export interface PhotoOptions {
  readonly classes: number;
  readonly perClass: number;
  readonly seed: number;
}

/** Draws JPEGs of the sizes that photographs of Caltech-256 have, one folder for each class; keeps a folder that is complete. */
export async function drawPhotos(folder: string, { classes, perClass, seed }: PhotoOptions): Promise<void> {
  if (existsSync(folder) && readdirSync(folder).length === classes) return;
  const partial = `${folder}.partial`;
  rmSync(partial, { recursive: true, force: true });
  for (let label = 0; label < classes; label++) {
    const directory = join(partial, `${String(label + 1).padStart(3, '0')}.class`);
    mkdirSync(directory, { recursive: true });
    for (let index = 0; index < perClass; index++) {
      const file = `${String(label + 1).padStart(3, '0')}_${String(index + 1).padStart(4, '0')}.jpg`;
      await drawPhoto(join(directory, file), label, createRandom(seed, label, index));
    }
  }
  renameSync(partial, folder);
}

/** A wave whose direction is the class's, with noise as a camera has it, so that decoding costs what a photograph costs. */
async function drawPhoto(path: string, label: number, random: ReturnType<typeof createRandom>): Promise<void> {
  const width = 300 + random.integer(201);
  const height = 200 + random.integer(176);
  const data = Buffer.alloc(width * height * 3);
  const angle = (label * Math.PI) / 12;
  const phase = random.uniform() * 6;
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const wave = Math.sin((x * Math.cos(angle) + y * Math.sin(angle)) / 9 + phase);
      for (let channel = 0; channel < 3; channel++) data[at++] = 128 + 70 * wave + 40 * (random.uniform() - 0.5) + 8 * channel;
    }
  }
  await sharp(data, { raw: { width, height, channels: 3 } }).jpeg({ quality: 85 }).toFile(path);
}
