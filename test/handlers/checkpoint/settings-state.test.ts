import { settingsState } from '../../../src/handlers';

const settings = { mode: 'frozen', batchSize: 64, shuffle: true };

it('the same settings are let through', () => {
  expect(() => settingsState(settings).loadStateDict({ ...settings })).not.toThrow();
});

it.each([
  [{ ...settings, batchSize: 32 }, 'batchSize: expected 32, with which the checkpoint was made, got 64 (number).'],
  [{ ...settings, shuffle: false }, 'shuffle: expected false, with which the checkpoint was made, got true (boolean).'],
  [{ mode: 'frozen', shuffle: true }, 'batchSize: expected a setting, with which the checkpoint was made, got 64 (number).'],
])('a checkpoint made with %j is refused', (saved, message) => {
  expect(() => settingsState(settings).loadStateDict(saved)).toThrow(expect.objectContaining({ code: 'ERR_CHECKPOINT', message: expect.stringContaining(message) }));
});
