import { OptionError } from '../../../src/errors';
import { checkPattern } from '../../../src/handlers/checkpoint/checkpoint-options';

it.each([
  ['{score}', {}],
  ['{scoreName}', { scoreFunction: () => 1 }],
  ['{globalStep}', { scoreName: 'loss' }],
  ['{step}', {}],
])('the pattern %s is refused with the options %p', (filenamePattern, options) => {
  expect(() => checkPattern('Checkpoint', { filenamePattern, ...options })).toThrow(OptionError);
});

it.each([
  ['{globalStep}', {}],
  ['{score}', { scoreName: 'loss' }],
  ['{globalStep}{score}', { scoreFunction: () => 1, globalStepTransform: () => 1 }],
  [undefined, {}],
])('the pattern %s is taken with the options %p', (filenamePattern, options) => {
  expect(() => checkPattern('Checkpoint', { ...(filenamePattern === undefined ? {} : { filenamePattern }), ...options })).not.toThrow();
});
