import * as tf from '@tensorflow/tfjs-core';

/**
 * Scalars on the device that an update multiplies and adds with, kept from step to step and made anew when their value changes:
 * an operation that is handed a number uploads it every time.
 */
export class Constants {
  readonly #kept = new Map<string, { value: number; tensor: tf.Scalar }>();

  /** The scalar for a use (`beta1`, `rate`); it belongs to this object. */
  get(use: string, value: number): tf.Scalar {
    const kept = this.#kept.get(use);
    if (kept?.value === value) return kept.tensor;
    kept?.tensor.dispose();
    const tensor = tf.keep(tf.scalar(value, 'float32'));
    this.#kept.set(use, { value, tensor });
    return tensor;
  }

  /** Disposes all of them. */
  dispose(): void {
    for (const { tensor } of this.#kept.values()) tensor.dispose();
    this.#kept.clear();
  }
}
