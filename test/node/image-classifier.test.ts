import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import sharp from 'sharp';
import { CenterCrop, collate, Compose, Normalize, Resize, ToTensor } from '../../src/data';
import { DataError, OptionError } from '../../src/errors';
import { loadImageClassifier, saveImageClassifier } from '../../src/node/image-classifier';
import { sharpDecoder } from '../../src/node/sharp-decoder';
import { tinyDensenet } from '../models/tiny';
import { useTestBackend } from '../support/backend';
import { useTemporaryFolder } from './temporary-folder';

useTestBackend();

const temporary = useTemporaryFolder();
const labels = ['ant', 'bee', 'cow', 'dog', 'elk'];
const preprocessing = new Compose([
  new Resize(40),
  new CenterCrop(32),
  new ToTensor(),
  new Normalize({ mean: [0.5, 0.5, 0.5], std: [0.2, 0.2, 0.2] }),
]);

async function picture(): Promise<string> {
  const path = temporary('picture.png');
  mkdirSync(dirname(path), { recursive: true });
  const pixels = Buffer.from(Array.from({ length: 60 * 50 * 3 }, (_, index) => (index * 37) % 256));
  writeFileSync(path, await sharp(pixels, { raw: { width: 60, height: 50, channels: 3 } }).png().toBuffer());
  return path;
}

async function saved(): Promise<string> {
  const folder = temporary();
  const model = tinyDensenet();
  await saveImageClassifier(folder, model, { labels, preprocessing });
  model.dispose();
  return folder;
}

describe('saveImageClassifier and loadImageClassifier', () => {
  it('write a folder that holds all that is needed', async () => {
    const folder = await saved();
    expect(readdirSync(folder).sort()).toEqual(['labels.json', 'model.json', 'preprocessing.json', 'weights.bin']);
    expect(JSON.parse(readFileSync(join(folder, 'labels.json'), 'utf8'))).toEqual(labels);
    expect(JSON.parse(readFileSync(join(folder, 'preprocessing.json'), 'utf8'))).toEqual(JSON.parse(JSON.stringify(preprocessing)));
  });

  it('name the most likely classes with the softmax of the logits', async () => {
    const path = await picture();
    const classifier = await loadImageClassifier(await saved());
    const before = tf.memory().numTensors;
    const all = await classifier.classify(path, 9);
    const top = await classifier.classify(path, 2);
    expect(tf.memory().numTensors).toBe(before);
    const image = preprocessing.apply(await sharpDecoder().decode(readFileSync(path), path));
    const model = tinyDensenet();
    const expected = tf.tidy(() => Array.from(tf.softmax(model.predict(collate([[image, 0]])[0]) as tf.Tensor2D).dataSync()));
    expect(all.length).toBe(5);
    for (const { label, probability } of all) expect(probability).toBeCloseTo(expected[labels.indexOf(label)] ?? NaN, 6);
    expect(all.reduce((sum, { probability }) => sum + probability, 0)).toBeCloseTo(1, 5);
    expect(all.map(({ probability }) => probability)).toEqual(all.map(({ probability }) => probability).sort((a, b) => b - a));
    expect(top).toEqual(all.slice(0, 2));
    classifier.dispose();
  });

  it('refuse labels that do not fit the outputs, and save nothing', async () => {
    const folder = temporary();
    await expect(saveImageClassifier(folder, tinyDensenet(), { labels: ['one'], preprocessing })).rejects.toThrow('5 names, one an output of the model, got 1');
    await expect(saveImageClassifier(folder, tinyDensenet(), { labels, preprocessing: { name: 'Unheard' } })).rejects.toThrow(OptionError);
    expect(() => readdirSync(folder)).toThrow('ENOENT');
  });

  it.each([
    ['labels.json', '["a"]', '5 names in'],
    ['labels.json', '{', 'labels.json to be as it was saved'],
    ['preprocessing.json', '{"name":"Unheard"}', 'preprocessing.json to be as it was saved'],
  ])('say so when %s is %s, without leaving the model behind', async (file, content, message) => {
    const folder = await saved();
    writeFileSync(join(folder, file), content);
    const before = tf.memory().numTensors;
    await expect(loadImageClassifier(folder)).rejects.toThrow(message);
    expect(tf.memory().numTensors).toBe(before);
  });

  it('name a picture that is missing or no picture', async () => {
    const classifier = await loadImageClassifier(await saved());
    await expect(classifier.classify('/nowhere/picture.jpg')).rejects.toThrow(/to read the picture \/nowhere\/picture\.jpg/);
    const text = temporary('text.jpg');
    mkdirSync(dirname(text), { recursive: true });
    writeFileSync(text, 'no picture');
    await expect(classifier.classify(text)).rejects.toThrow(DataError);
    await expect(classifier.classify(await picture(), 0)).rejects.toThrow(OptionError);
    classifier.dispose();
  });
});
