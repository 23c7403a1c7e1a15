import type { MaybePromise } from '../../internal';
import { isThenable } from '../../internal';

/** Does something and gives up what it needed once it is done, whether it went well or not. */
export function releasing(attempt: () => MaybePromise<void>, release: () => void): MaybePromise<void> {
  try {
    const pending = attempt();
    if (isThenable(pending)) return pending.finally(release);
  } catch (error) {
    release();
    throw error;
  }
  release();
}
