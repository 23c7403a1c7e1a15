import * as tf from '@tensorflow/tfjs-core';
import type { AnyEngine } from '../engine';
import { OptionError } from '../errors';
import { GradientEvents } from '../handlers';
import { isThenable } from '../internal';
import type { Gradients, Optimizer } from '../optim';
import { clipGradNorm, clipGradValue } from '../optim';

/** What an update needs of the engine whose step it is part of. */
export type UpdatingEngine = Pick<AnyEngine, 'state' | 'hasRegisteredEvent' | 'fireEvent'>;

/** What happens to the gradients of a batch before they change parameters. */
export interface GradientUpdateOptions {
  /** Batches whose gradients are averaged into one step. */
  readonly steps: number;
  /** Whether an epoch's last batches are applied though they are fewer than `steps`. */
  readonly flush: boolean;
  readonly clipGradNorm: number | undefined;
  readonly clipGradValue: number | undefined;
}

/** Collects gradients over batches, limits them, and steps. */
export class GradientUpdate {
  readonly #optimizer: Optimizer;
  readonly #options: GradientUpdateOptions;

  constructor(optimizer: Optimizer, options: GradientUpdateOptions) {
    this.#optimizer = optimizer;
    this.#options = options;
  }

  /** Takes in the gradients of the loss divided by `steps`. Runs inside a `tf.tidy`. */
  take(gradients: Gradients, engine: UpdatingEngine): void {
    const { steps, flush } = this.#options;
    if (steps === 1) {
      this.#step(gradients, engine);
      return;
    }
    const { accumulated } = this.#optimizer;
    const { iteration } = engine.state;
    // As Ignite counts, by the engine's iteration over all epochs, unless every epoch ends with a step.
    if (!flush && (iteration - 1) % steps === 0) accumulated.clear();
    accumulated.add(gradients);
    if (flush ? accumulated.count >= steps : iteration % steps === 0) this.#apply(1, engine);
  }

  /** Applies what an epoch left over, as the mean over the batches that there were. */
  flush(engine: UpdatingEngine): void {
    const { count } = this.#optimizer.accumulated;
    if (count > 0) this.#apply(this.#options.steps / count, engine);
  }

  #apply(scale: number, engine: UpdatingEngine): void {
    const { accumulated } = this.#optimizer;
    tf.tidy(() => {
      const gradients = scale === 1 ? accumulated.gradients : new Map([...accumulated.gradients].map(([name, sum]) => [name, tf.mul(sum, scale)]));
      this.#step(gradients, engine);
    });
    accumulated.clear();
  }

  #step(gradients: Gradients, engine: UpdatingEngine): void {
    const { clipGradNorm: maxNorm, clipGradValue: limit } = this.#options;
    let limited = gradients;
    if (limit !== undefined) limited = clipGradValue(limited, limit);
    if (maxNorm !== undefined) limited = clipGradNorm(limited, maxNorm).gradients;
    if (engine.hasRegisteredEvent(GradientEvents.GRADIENTS_COMPUTED)) show(limited, engine);
    this.#optimizer.step(limited);
  }
}

/** Fires the event for those who look at gradients. */
function show(gradients: Gradients, engine: UpdatingEngine): void {
  const pending = engine.fireEvent(GradientEvents.GRADIENTS_COMPUTED, gradients);
  if (!isThenable(pending)) return;
  // It settles when the gradients are gone; what it rejects with is said here.
  pending.catch(() => undefined);
  throw new OptionError({ owner: 'handler of GRADIENTS_COMPUTED', expected: 'to return at once', got: pending, mend: 'Compute what you need from the gradients, keep it, and read it in a handler of ITERATION_COMPLETED.' });
}
