import type { State } from '../../engine';
import { OptionError } from '../../errors';
import { isTensor } from '../../tensor';

/** What is picked of a state to be shown. */
export interface Picks {
  readonly metricNames?: 'all' | readonly string[];
  readonly outputTransform?: (output: unknown) => unknown;
  readonly stateAttributes?: readonly string[];
}

/** The picked values as `name=value, …`; lists and objects by `name_key`. */
export function formatPostfix(state: State, { metricNames = [], outputTransform, stateAttributes = [] }: Picks): string {
  const parts: string[] = [];
  const names = metricNames === 'all' ? Object.keys(state.metrics) : metricNames;
  for (const name of names) {
    // A metric that is no number, such as a confusion matrix, is shown only when it was asked for.
    if (Object.hasOwn(state.metrics, name) && !(metricNames === 'all' && isTensor(state.metrics[name]))) add(parts, name, state.metrics[name]);
  }
  if (outputTransform !== undefined) {
    const picked = outputTransform(state.output);
    if (typeof picked === 'object' && picked !== null && !Array.isArray(picked) && !isTensor(picked)) {
      for (const [name, value] of Object.entries(picked)) add(parts, name, value);
    } else add(parts, 'output', picked);
  }
  for (const name of stateAttributes) if (Object.hasOwn(state.attributes, name)) add(parts, name, state.attributes[name]);
  return parts.join(', ');
}

function add(parts: string[], name: string, value: unknown): void {
  if (typeof value === 'number') parts.push(`${name}=${Number.isInteger(value) ? value : Number(value.toPrecision(4))}`);
  else if (typeof value === 'string' || typeof value === 'boolean') parts.push(`${name}=${value}`);
  else if (isTensor(value) || typeof value !== 'object' || value === null) {
    throw new OptionError({ owner: `ProgressBar, value ${JSON.stringify(name)}`, expected: 'numbers and texts', got: value, mend: 'Read it to a number in outputTransform.' });
  } else for (const [key, item] of Object.entries(value)) add(parts, `${name}_${key}`, item);
}
