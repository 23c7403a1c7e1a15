import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { replaceHead, splitHead } from '../../src/models';
import { useTestBackend } from '../support/backend';
import { noise, tinyDensenet } from './tiny';

useTestBackend();

const images = (): tf.Tensor4D => tf.tensor4d(noise(2 * 32 * 32 * 3), [2, 32, 32, 3]);
const statistics = { mean: noise(16), variance: noise(16).map((value) => value + 2) };

describe('splitHead', () => {
  it('gives halves that, one after the other, are the whole', () => {
    const model = replaceHead(tinyDensenet(), { classes: 3, standardize: statistics });
    const { backbone, head } = splitHead(model);
    expect(head.layers.map(({ name }) => name).slice(1)).toEqual(['standardize', 'classifier']);
    const [whole, halves] = tf.tidy(() => {
      const x = images();
      return [model.predict(x), head.predict(backbone.predict(x))].map((each) => Array.from((each as tf.Tensor).dataSync()));
    }) as unknown as [number[], number[]];
    expect(halves).toEqual(whole);
    head.dispose();
    model.dispose();
  });

  it('shares the variables: what the head learns, the whole knows', () => {
    const model = tinyDensenet();
    const { head } = splitHead(model);
    const before = tf.tidy(() => (model.predict(images()) as tf.Tensor).dataSync().slice());
    head.getLayer('classifier').weights[0]?.write(tf.zeros([16, 5]));
    const after = tf.tidy(() => (model.predict(images()) as tf.Tensor).dataSync().slice());
    expect(after).not.toEqual(before);
    expect(Array.from(after)).toEqual(new Array(10).fill(0));
  });

  it('may be done again, and leaves the whole to be saved as before', async () => {
    const model = replaceHead(tinyDensenet(), { classes: 3, standardize: statistics });
    const saved = model.toJSON(null, false);
    splitHead(model);
    splitHead(model);
    expect(model.toJSON(null, false)).toEqual(saved);
    let artifacts: tf.io.ModelArtifacts | undefined;
    await model.save(tf.io.withSaveHandler(async (given) => {
      artifacts = given;
      return { modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: 'JSON' } };
    }));
    const loaded = await tfl.loadLayersModel(tf.io.fromMemory(artifacts ?? {}));
    const outputs = tf.tidy(() => [model, loaded].map((each) => Array.from((each.predict(images()) as tf.Tensor).dataSync())));
    expect(outputs[1]).toEqual(outputs[0]);
  });

  it('leaves no tensor behind when head and whole are disposed', () => {
    const before = tf.memory().numTensors;
    const model = replaceHead(tinyDensenet(), { classes: 3, standardize: statistics });
    splitHead(model).head.dispose();
    model.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });
});
