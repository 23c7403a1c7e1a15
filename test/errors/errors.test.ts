import * as errors from '../../src/errors';

const complaint = { owner: 'DataLoader.batchSize', expected: 'an integer from 1 up', got: 0, mend: 'Pass a larger one.' };

const kinds = [
  ['OptionError', 'ERR_OPTION', new errors.OptionError(complaint)],
  ['StateError', 'ERR_STATE', new errors.StateError(complaint)],
  ['ShapeError', 'ERR_SHAPE', new errors.ShapeError(complaint)],
  ['NotComputableError', 'ERR_NOT_COMPUTABLE', new errors.NotComputableError(complaint)],
  ['CheckpointError', 'ERR_CHECKPOINT', new errors.CheckpointError(complaint)],
  ['DataError', 'ERR_DATA', new errors.DataError(complaint)],
  ['BackendError', 'ERR_BACKEND', new errors.BackendError(complaint)],
  ['DownloadError', 'ERR_DOWNLOAD', new errors.DownloadError(complaint)],
  ['SkipSample', 'ERR_SKIP_SAMPLE', new errors.SkipSample(complaint)],
  ['WeightFileError', 'ERR_WEIGHT_FILE', new errors.WeightFileError('truncated', complaint)],
] as const;

describe('each kind of error', () => {
  it.each(kinds)('%s has the code %s, its class name and the whole message', (name, code, error) => {
    expect(error).toBeInstanceOf(errors.IgniteError);
    expect(error).toMatchObject({ name, code, owner: complaint.owner });
    expect(error.message).toBe('DataLoader.batchSize: expected an integer from 1 up, got 0 (number). Pass a larger one.');
  });

  it('is in this table', () => {
    const classes = Object.entries(errors).filter(([, value]) => value.prototype instanceof errors.IgniteError);
    expect(classes.map(([name]) => name).sort()).toEqual(kinds.map(([name]) => name).sort());
  });
});

it('a weight file error carries its kind for programs', () => {
  expect(new errors.WeightFileError('bad-offsets', complaint).kind).toBe('bad-offsets');
});

it('the cause is kept', () => {
  const cause = new Error('disk');
  expect(new errors.DataError({ owner: 'a', expected: 'b', cause }).cause).toBe(cause);
});
