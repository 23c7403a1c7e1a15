import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import sharp from 'sharp';
import { CenterCrop, Compose, DataLoader, Resize, ToTensor } from '../../src/data';
import { openImageFolder } from '../../src/node/open-image-folder';
import { useTestBackend } from '../support/backend';

useTestBackend();

let root: string;

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'images-'));
  for (const [label, name] of ['dark', 'light'].entries()) {
    mkdirSync(join(root, name));
    for (let index = 0; index < 3; index++) {
      const background = { r: label * 255, g: label * 255, b: label * 255 };
      await sharp({ create: { width: 20 + index, height: 16, channels: 3, background } }).png().toFile(join(root, name, `${index}.png`));
    }
  }
  writeFileSync(join(root, 'dark', '9.png'), 'no image');
});

afterAll(() => {
  rmSync(root, { recursive: true, force: true });
});

const transform = new Compose([new Resize(10), new CenterCrop(8), new ToTensor()]);

it('a folder of images becomes batches [n, h, w, 3] with class numbers, and leaves no tensor behind', async () => {
  const folder = await openImageFolder(root, { transform, onError: 'skip' });
  expect([folder.classes, folder.length]).toEqual([['dark', 'light'], 7]);
  const before = tf.memory().numTensors;
  const seen: number[][] = [];
  for await (const [x, y] of new DataLoader(folder, { batchSize: 4 })) {
    const labels = Array.from(await y.data());
    const pixels = await x.data();
    expect(labels.map((_, row) => pixels[row * 8 * 8 * 3])).toEqual(labels);
    seen.push(x.shape, labels);
    tf.dispose([x, y]);
    break;
  }
  expect(seen).toEqual([[3, 8, 8, 3], [0, 0, 0]]);
  expect(folder.skipped.map(({ path }) => path)).toEqual([join(root, 'dark', '9.png')]);
  expect(tf.memory().numTensors).toBe(before);
});

it('a broken file stops the loader with its path', async () => {
  const folder = await openImageFolder(root, { transform });
  await expect(new DataLoader(folder, { batchSize: 4 })[Symbol.asyncIterator]().next()).rejects.toThrow(join(root, 'dark', '9.png'));
});
