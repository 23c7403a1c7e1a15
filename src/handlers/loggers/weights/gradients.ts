import type { EngineEvent } from '../../../engine';
import { OptionError } from '../../../errors';
import type { NamedParameter } from '../../../optim';
import { isTensor } from '../../../tensor';
import { GradientEvents } from '../../gradient-events';
import type { KeyedTensor } from './log-tensors';

/**
 * The gradients of some weights, from what GRADIENTS_COMPUTED passes; weights that have none are left out.
 *
 * @throws OptionError at another event, and when the trainer knows all of the weights by other names
 */
export function gradientsOf(owner: string, weights: readonly NamedParameter[], prefix: string, event: EngineEvent, gradients: unknown): KeyedTensor[] {
  if (event.name !== GradientEvents.GRADIENTS_COMPUTED.name || !(gradients instanceof Map)) {
    throw new OptionError({ owner, expected: 'to be attached at GradientEvents.GRADIENTS_COMPUTED', got: event.name, mend: 'Gradients are gone when the other events fire.' });
  }
  const found = weights.flatMap(({ name }) => {
    const tensor: unknown = gradients.get(name);
    return isTensor(tensor) ? [{ key: prefix + name, tensor }] : [];
  });
  if (found.length > 0 || weights.length === 0 || gradients.size === 0) return found;
  throw new OptionError({ owner, expected: `gradients of weights of the model (${weights.map(({ name }) => name).join(', ')})`, got: [...gradients.keys()], mend: 'Pass the model that is trained.' });
}
