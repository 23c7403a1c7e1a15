import * as tf from '@tensorflow/tfjs-core';
import type { Gradients, Optimizer } from '../optim';
import { clipGradNorm, clipGradValue } from '../optim';

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
  take(gradients: Gradients, iteration: number): void {
    const { steps, flush } = this.#options;
    if (steps === 1) {
      this.#step(gradients);
      return;
    }
    const { accumulated } = this.#optimizer;
    // As Ignite counts, by the engine's iteration over all epochs, unless every epoch ends with a step.
    if (!flush && (iteration - 1) % steps === 0) accumulated.clear();
    accumulated.add(gradients);
    if (flush ? accumulated.count >= steps : iteration % steps === 0) this.#apply(1);
  }

  /** Applies what an epoch left over, as the mean over the batches that there were. */
  flush(): void {
    const { count } = this.#optimizer.accumulated;
    if (count > 0) this.#apply(this.#options.steps / count);
  }

  #apply(scale: number): void {
    const { accumulated } = this.#optimizer;
    tf.tidy(() => {
      const gradients = scale === 1 ? accumulated.gradients : new Map([...accumulated.gradients].map(([name, sum]) => [name, tf.mul(sum, scale)]));
      this.#step(gradients);
    });
    accumulated.clear();
  }

  #step(gradients: Gradients): void {
    const { clipGradNorm: maxNorm, clipGradValue: limit } = this.#options;
    let limited = gradients;
    if (limit !== undefined) limited = clipGradValue(limited, limit);
    if (maxNorm !== undefined) limited = clipGradNorm(limited, maxNorm).gradients;
    this.#optimizer.step(limited);
  }
}
