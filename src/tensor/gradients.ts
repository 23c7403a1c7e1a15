import * as tf from '@tensorflow/tfjs-core';
// Registers the gradients of all operations: core alone has none, and its own registering module cannot be loaded in Node.
import '@tensorflow/tfjs-layers';

/** A variable and the name that gradients, slots and checkpoints know it by. */
export interface NamedVariable {
  readonly name: string;
  readonly variable: tf.Variable;
}

/** What `valueAndGradients` gives; the tensors belong to the caller, or to the `tf.tidy` around the call. */
export interface ValueAndGradients {
  readonly value: tf.Scalar;
  /** Per parameter name; a parameter that is frozen or that `f` does not depend on is absent. */
  readonly gradients: Map<string, tf.Tensor>;
}

/**
 * Computes `f()` and its gradient with respect to the given parameters.
 *
 * @param f gives a scalar tensor; what it makes on the way is disposed
 * @param parameters at least one of them must be trainable and take part in `f`
 *
 * @example
 * ```ts
 * import * as tf from '@tensorflow/tfjs-core';
 * import { valueAndGradients } from 'tfjs-ignite';
 *
 * const w = tf.variable(tf.scalar(3));
 * const { value, gradients } = valueAndGradients(() => tf.square(w), [{ name: 'w', variable: w }]);
 * value.dataSync()[0]; // => 9
 * gradients.get('w')?.dataSync()[0]; // => 6
 * ```
 */
export function valueAndGradients(f: () => tf.Scalar, parameters: readonly NamedVariable[]): ValueAndGradients {
  const { value, grads } = differentiate(f, parameters.map((parameter) => parameter.variable));
  const gradients = new Map<string, tf.Tensor>();
  for (const { name, variable } of parameters) {
    // Null for frozen variables, against what the type says.
    const gradient = grads[variable.name] as tf.Tensor | null | undefined;
    if (gradient !== undefined && gradient !== null) gradients.set(name, gradient);
  }
  return { value, gradients };
}

function differentiate(f: () => tf.Scalar, variables: tf.Variable[]): ReturnType<typeof tf.variableGrads> {
  try {
    return tf.variableGrads(f, variables);
  } catch (error) {
    // TensorFlow.js disposes what it saved for the way back only when it gets there.
    const { state } = tf.engine();
    if (state.gradientDepth === 0) {
      tf.dispose((state.activeTape as typeof state.activeTape | null)?.flatMap((node) => node.saved ?? []) ?? []);
      state.activeTape = [];
    }
    throw error;
  }
}
