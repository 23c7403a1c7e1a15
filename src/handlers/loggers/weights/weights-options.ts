import type * as tf from '@tensorflow/tfjs-core';
import * as z from 'zod/mini';
import { OptionError } from '../../../errors';
import type { Model, NamedParameter } from '../../../optim';
import { buffersOf, isModel, weightsOf } from '../../../optim';
import type { GlobalStepTransform } from '../../global-step-from-engine';
import { functionSchema } from '../../schemas';

/** Which weights a handler logs, and how they are named. */
export interface WeightsOptions {
  readonly model: Model;
  /** Stands before every name, with a slash. @default none */
  readonly tag?: string;
  /** Beginnings of the names of weights, such as layers, or what tells by name and variable whether one is logged. @default all */
  readonly whitelist?: readonly string[] | ((name: string, variable: tf.Variable) => boolean);
  /** The step to log under. Default: the event's counter on this engine. */
  readonly globalStepTransform?: GlobalStepTransform;
}

/** The options that all handlers of weights and gradients have, to be spread into a handler's own schema. */
export const weightsShape = {
  model: z.custom<Model>(isModel, 'a tf.LayersModel, or an object with forward(), parameters() and buffers()'),
  tag: z.optional(z.string()),
  whitelist: z.optional(z.union([z.array(z.string()), functionSchema], { error: 'an array of names or a function' })),
  globalStepTransform: z.optional(functionSchema),
};

/**
 * The weights of a model that have, or could have, gradients, as far as they are on the whitelist.
 *
 * @throws OptionError for a beginning that no name has, with the names there are
 */
export function selectWeights(owner: string, { model, whitelist }: WeightsOptions): NamedParameter[] {
  const buffers = new Set(buffersOf(model).map(({ variable }) => variable));
  const weights = weightsOf(model).filter(({ variable }) => !buffers.has(variable));
  if (whitelist === undefined) return weights;
  if (typeof whitelist === 'function') return weights.filter(({ name, variable }) => whitelist(name, variable));
  for (const beginning of whitelist) {
    if (weights.some(({ name }) => name.startsWith(beginning))) continue;
    throw new OptionError({ owner: `${owner}.whitelist`, expected: `beginnings of weights' names (${weights.map(({ name }) => name).join(', ')})`, got: beginning });
  }
  return weights.filter(({ name }) => whitelist.some((beginning) => name.startsWith(beginning)));
}

/** What stands before the names, such as `generator/weights/`. */
export function keyPrefix(tag: string | undefined, kind: string): string {
  return `${tag === undefined ? '' : `${tag}/`}${kind}/`;
}
