import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { StateError } from '../../src/errors';
import { batchNormalizations, connect, leafLayers, variableOf, variablesOf, writeVariable } from '../../src/models/layers';
import { useTestBackend } from '../support/backend';

useTestBackend();

function nested(): tfl.LayersModel {
  const inside = tfl.input({ shape: [2] });
  const inner = tfl.model({ inputs: inside, outputs: connect(tfl.layers.batchNormalization({ name: 'norm' }), inside) });
  const input = tfl.input({ shape: [2] });
  return tfl.model({ inputs: input, outputs: connect(tfl.layers.dense({ name: 'dense', units: 3 }), connect(inner, input)) });
}

it('leafLayers goes into models inside models, and takes lists of layers', () => {
  const model = nested();
  const names = ['InputLayer', 'InputLayer', 'BatchNormalization', 'Dense'];
  expect(leafLayers(model).map((layer) => layer.getClassName())).toEqual(names);
  expect(leafLayers(model.layers)).toEqual(leafLayers(model));
  expect(batchNormalizations(model).map(({ name }) => name)).toEqual(['norm']);
});

it('variablesOf names variables within their layer, in every copy of a model', () => {
  nested();
  const layer = nested().getLayer('dense');
  expect([...variablesOf(layer).keys()]).toEqual(['kernel', 'bias']);
  expect(() => variableOf(layer, 'gamma')).toThrow(StateError);
});

it('writeVariable overwrites the values and leaves no tensor behind', () => {
  const bias = variableOf(nested().getLayer('dense'), 'bias');
  const before = tf.memory().numTensors;
  writeVariable(bias, Float32Array.of(1, 2, 3));
  expect(Array.from(bias.read().dataSync())).toEqual([1, 2, 3]);
  expect(tf.memory().numTensors).toBe(before);
});
