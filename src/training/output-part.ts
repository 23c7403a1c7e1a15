import { OptionError } from '../errors';
import { isTensor } from '../tensor';

/** A part of an output: by name of an object, by position of a list; a single number or tensor is the part itself. */
export function outputPart(output: unknown, name: string, index: number): unknown {
  const owner = 'commonTrainingHandlers.outputNames';
  if (typeof output === 'number' || isTensor(output)) return output;
  if (typeof output !== 'object' || output === null) {
    throw new OptionError({ owner, expected: 'an output that is an object, a list, a number or a tensor', got: output, mend: 'Give the trainer an outputTransform.' });
  }
  const parts: ReadonlyMap<string, unknown> = new Map(Object.entries(output));
  const key = Array.isArray(output) ? String(index) : name;
  if (parts.has(key)) return parts.get(key);
  throw new OptionError({ owner, expected: `parts of the output (${[...parts.keys()].join(', ')})`, got: key });
}
