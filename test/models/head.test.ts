import * as tfl from '@tensorflow/tfjs-layers';
import { StateError } from '../../src/errors';
import { replaceHead } from '../../src/models';
import { findHead } from '../../src/models/head';
import { useTestBackend } from '../support/backend';
import { tinyDensenet } from './tiny';

useTestBackend();

describe('findHead', () => {
  it('finds the classifier, and the standardisation before it', () => {
    const plain = findHead('test', tinyDensenet());
    expect([plain.width, plain.layers.map(({ name }) => name)]).toEqual([16, ['classifier']]);
    const standardize = { mean: new Float32Array(16), variance: new Float32Array(16).fill(1) };
    const { width, layers } = findHead('test', replaceHead(tinyDensenet(), { classes: 2, standardize }));
    expect([width, layers.map(({ name }) => name)]).toEqual([16, ['standardize', 'classifier']]);
  });

  it('refuses features that are no table', () => {
    const input = tfl.input({ shape: [4, 2] });
    const model = tfl.model({ inputs: input, outputs: tfl.layers.dense({ units: 3 }).apply(input) as tfl.SymbolicTensor });
    expect(() => findHead('test', model)).toThrow(StateError);
  });
});
