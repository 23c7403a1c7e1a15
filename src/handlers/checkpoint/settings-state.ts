import type { StateDict } from '../../contracts';
import { CheckpointError } from '../../errors';

/**
 * Puts the settings of a run into its checkpoints, so that nobody goes on with others by mistake: loading refuses a checkpoint
 * that was made with other settings, and names the first that differs.
 *
 * @param settings only what must not change when a run is resumed
 *
 * @example
 * ```ts
 * import { settingsState } from 'tfjs-ignite';
 *
 * const saved = await settingsState({ batchSize: 64, seed: 1 }).stateDict();
 * let message = '';
 * try {
 *   await settingsState({ batchSize: 32, seed: 1 }).loadStateDict(saved);
 * } catch (error) {
 *   message = (error as Error).message;
 * }
 * message; // => 'batchSize: expected 64, with which the checkpoint was made, got 32 (number). Resume with the settings of that run, or start another one.'
 * ```
 */
export function settingsState(settings: Readonly<Record<string, string | number | boolean>>): StateDict {
  return {
    stateDict: () => ({ ...settings }),
    loadStateDict(state) {
      const name = Object.keys(settings).find((key) => state[key] !== settings[key]);
      if (name === undefined) return;
      const saved = state[name];
      throw new CheckpointError({
        owner: name,
        expected: `${saved === undefined ? 'a setting' : JSON.stringify(saved)}, with which the checkpoint was made`,
        got: settings[name],
        mend: 'Resume with the settings of that run, or start another one.',
      });
    },
  };
}
