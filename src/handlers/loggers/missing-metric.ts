import type { State } from '../../engine';
import { OptionError } from '../../errors';

/** The error for a name of a metric that an engine does not have, with the names there are. */
export function missingMetric(owner: string, { metrics }: Pick<State, 'metrics'>, name: string, reader: string): OptionError {
  const names = Object.keys(metrics).join(', ');
  return new OptionError({
    owner,
    expected: `names of metrics (${names === '' ? 'there are none' : names})`,
    got: name,
    mend: `Check the spelling, and attach metrics before the ${reader}.`,
  });
}
