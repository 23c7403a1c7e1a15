import { OptionError } from '../../../src/errors';
import { setupFilenamePattern } from '../../../src/handlers';
import { formatFilename, formatScore, placeholdersIn } from '../../../src/handlers/checkpoint/file-pattern';

it.each<[object, string]>([
  [{}, '{filenamePrefix}_{name}_{globalStep}_{scoreName}={score}.{ext}'],
  [{ withPrefix: false, withScore: false, withScoreName: false }, '{name}_{globalStep}.{ext}'],
  [{ withScoreName: false, withGlobalStep: false }, '{filenamePrefix}_{name}_{score}.{ext}'],
])('the pattern for %j', (parts, pattern) => {
  expect(setupFilenamePattern(parts)).toBe(pattern);
});

it('a score name without a score is refused', () => {
  expect(() => setupFilenamePattern({ withScore: false })).toThrow(OptionError);
});

it.each([
  [1, '1'], [-0, '0'], [0.5, '0.5000'], [0.12345, '0.1235'], [1e-9, '0.0000'],
  // Ties, as Python's format rounds them.
  [0.03125, '0.0312'], [0.09375, '0.0938'], [-0.03125, '-0.0312'], [0.15625, '0.1562'], [-0.09375, '-0.0938'],
  [Infinity, 'inf'], [-Infinity, '-inf'], [NaN, 'nan'],
])('score %d is written %s', (score, text) => {
  expect(formatScore(score)).toBe(text);
});

it('fills every placeholder once, and none that a part brings in', () => {
  const parts = { filenamePrefix: '{name}', name: '$&', globalStep: 3, scoreName: 'acc', score: 0.25 };
  expect(formatFilename('{filenamePrefix}-{name}-{globalStep}-{scoreName}-{score}.{ext}', parts)).toBe('{name}-$&-3-acc-0.2500.safetensors');
});

it.each(['{step}.{ext}', '{name', 'name}', '{{name}}'])('the pattern %j is refused', (pattern) => {
  expect(() => placeholdersIn('Checkpoint', pattern)).toThrow(OptionError);
});
