import type * as tf from '@tensorflow/tfjs-core';
import { defineEvent } from '../engine';

/** Events that a supervised trainer fires when somebody listens. */
export const GradientEvents = Object.freeze({
  /**
   * Before the optimizer takes a step: handlers get the gradients by parameter name, limited as they will be applied.
   *
   * They are the trainer's and die with the step. Handlers are called at once and not awaited: copy what you need later.
   */
  GRADIENTS_COMPUTED: defineEvent<[gradients: ReadonlyMap<string, tf.Tensor>]>('GRADIENTS_COMPUTED', { counter: 'iteration' }),
});
