import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { DataError } from '../../src/errors';
import { batchNormMode, exportWeights, freeze, replaceHead, splitHead } from '../../src/models';
import { loadModel, saveModel } from '../../src/node/model-io';
import { noise, tinyDensenet } from '../models/tiny';
import { useTestBackend } from '../support/backend';
import { useTemporaryFolder } from './temporary-folder';

useTestBackend();

const temporary = useTemporaryFolder();
const statistics = { mean: noise(16), variance: noise(16).map((value) => value + 2) };
const values = Array.from(noise(32 * 32 * 3));

function classifier(): ReturnType<typeof tinyDensenet> {
  const model = replaceHead(tinyDensenet(), { classes: 3, standardize: statistics });
  freeze(splitHead(model).backbone);
  return model;
}

const predict = (model: ReturnType<typeof tinyDensenet>): number[] =>
  tf.tidy(() => Array.from((model.predict(tf.tensor4d(values, [1, 32, 32, 3])) as tf.Tensor).dataSync()));

describe('saveModel and loadModel', () => {
  it('give back the same weights and outputs, frozen where it was', async () => {
    const folder = temporary();
    const model = classifier();
    await saveModel(folder, model);
    expect(readdirSync(folder).sort()).toEqual(['model.json', 'weights.bin']);
    const before = tf.memory().numTensors;
    const loaded = await loadModel(folder);
    expect(await exportWeights(loaded)).toEqual(await exportWeights(model));
    expect(predict(loaded)).toEqual(predict(model));
    expect(loaded.trainableWeights.map(({ originalName }) => originalName)).toEqual(['classifier/kernel', 'classifier/bias']);
    expect(batchNormMode(loaded.getLayer('standardize'))).toBe('inference');
    loaded.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  it('write what plain TensorFlow.js loads in a process without this library', async () => {
    const folder = temporary();
    const model = classifier();
    await saveModel(folder, model);
    const script = `
      console.warn = () => {};
      const tf = require('@tensorflow/tfjs');
      const { readFileSync } = require('node:fs');
      const json = JSON.parse(readFileSync(process.argv[1] + '/model.json', 'utf8'));
      const data = readFileSync(process.argv[1] + '/weights.bin');
      const handler = tf.io.fromMemory({
        modelTopology: json.modelTopology,
        weightSpecs: json.weightsManifest[0].weights,
        weightData: data.buffer.slice(data.byteOffset, data.byteOffset + data.byteLength),
      });
      tf.setBackend('cpu').then(() => tf.loadLayersModel(handler)).then((model) => {
        const input = tf.tensor4d(JSON.parse(readFileSync(0, 'utf8')), [1, 32, 32, 3]);
        console.log(JSON.stringify(Array.from(model.predict(input).dataSync())));
      });`;
    const printed = execFileSync(process.execPath, ['-e', script, folder], { input: JSON.stringify(values), encoding: 'utf8' });
    const expected = predict(model);
    (JSON.parse(printed) as number[]).forEach((value, index) => expect(value).toBeCloseTo(expected[index] ?? NaN, 4));
  });

  it.each([
    ['model.json is missing', (folder: string) => rmSync(join(folder, 'model.json')), /model\.json.*Check the path/],
    ['weights.bin is missing', (folder: string) => rmSync(join(folder, 'weights.bin')), /weights\.bin/],
    ['model.json is cut off', (folder: string) => writeFileSync(join(folder, 'model.json'), readFileSync(join(folder, 'model.json')).subarray(0, 99)), /model\.json to describe a model/],
    ['weights.bin is cut off', (folder: string) => writeFileSync(join(folder, 'weights.bin'), readFileSync(join(folder, 'weights.bin')).subarray(0, 99)), /99 bytes instead of/],
    ['model.json is other JSON', (folder: string) => writeFileSync(join(folder, 'model.json'), '[]'), /model\.json to describe a model/],
  ])('say so when %s', async (_, damage, message) => {
    const folder = temporary();
    await saveModel(folder, tinyDensenet());
    damage(folder);
    const error = await loadModel(folder).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(DataError);
    expect((error as Error).message).toMatch(message);
  });

  it('refuse weights outside of the folder', async () => {
    const folder = temporary();
    await saveModel(folder, tinyDensenet());
    const path = join(folder, 'model.json');
    writeFileSync(path, readFileSync(path, 'utf8').replace('"weights.bin"', '"../weights.bin"'));
    await expect(loadModel(folder)).rejects.toThrow('a plain file name without a folder');
  });
});
