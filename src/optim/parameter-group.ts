import type * as z from 'zod/mini';
import { OptionError } from '../errors';
import { parseOptions } from '../internal';
import type { Model, NamedParameter } from './model';
import { isModel } from './model';
import { parametersOf } from './parameters';

/** Parameters that share their options; `lr` and the other options are read at every step, so they may be written between steps. */
export interface ParameterGroup {
  readonly params: readonly NamedParameter[];
  lr: number;
}

/** What an optimizer can be given: a model (its trainable parameters), parameters, or groups of them with options of their own. */
export type OptimizerParameters<Options> = Model | Iterable<NamedParameter> | readonly ParameterGroupOptions<Options>[];

/** A group of parameters with the options that differ from the optimizer's. */
export type ParameterGroupOptions<Options> = Partial<Options> & { readonly params: Model | Iterable<NamedParameter> };

/** A group with every option present, writable. */
export type ParsedGroup<S extends z.ZodMiniType<object>> = z.output<S> & { readonly params: readonly NamedParameter[] };

/**
 * Makes the groups of an optimizer: each has the group's own options, else the optimizer's, else the defaults.
 *
 * @throws OptionError when an option is unknown or out of range, or there is nothing to train
 */
export function parameterGroups<S extends z.ZodMiniType<object>>(
  owner: string,
  schema: S,
  parameters: OptimizerParameters<object>,
  options: object,
): ParsedGroup<S>[] {
  if (isModel(parameters)) return [group(owner, schema, parameters, options)];
  if (typeof parameters !== 'object' || !(Symbol.iterator in parameters)) {
    throw new OptionError({ owner, expected: 'a model, parameters, or an array of groups { params, … }', got: parameters });
  }
  const entries = [...parameters] as (NamedParameter | ParameterGroupOptions<object>)[]; // the two kinds are told apart below
  const groups = entries.filter((entry) => 'params' in entry);
  if (groups.length === 0) return [group(owner, schema, entries as NamedParameter[], options)];
  if (groups.length !== entries.length) throw new OptionError({ owner, expected: 'parameters or groups, not both in one array' });
  return groups.map(({ params, ...own }, index) => group(`${owner}[${index}]`, schema, params, { ...options, ...own }));
}

function group<S extends z.ZodMiniType<object>>(owner: string, schema: S, given: Model | Iterable<NamedParameter>, options: object): ParsedGroup<S> {
  const params = isModel(given) ? parametersOf(given) : [...given];
  if (params.length === 0) {
    throw new OptionError({ owner, expected: 'at least one trainable parameter', got: params, mend: 'Unfreeze what is to be trained before making the optimizer.' });
  }
  for (const parameter of params) {
    if (typeof parameter.name === 'string' && 'trainable' in parameter.variable) continue;
    throw new OptionError({ owner, expected: 'parameters { name, variable }', got: parameter });
  }
  // A copy, since parsed options are frozen and a group's may be written.
  return Object.assign({}, parseOptions(owner, schema, options) as z.output<S>, { params });
}
