import { OptionError, StateError } from '../../errors';
import { isTfOptimizer } from '../../optim';
import type { ParamGroupsHolder } from '../loggers/optimizer-params-handler';

/** A number for all groups, or one for each. */
export type ParamValue = number | readonly number[];

type Group = Record<string, unknown>;

/** A parameter in the groups of an optimizer, or in one of them: where a scheduler writes. */
export class ParameterTarget {
  readonly optimizer: ParamGroupsHolder;
  readonly paramName: string;
  /** `null` for all groups. */
  readonly paramGroupIndex: number | null;
  readonly #owner: string;

  /** @throws OptionError when there is no such group, or a group has no number of this name */
  constructor(owner: string, optimizer: ParamGroupsHolder, paramName: string, paramGroupIndex?: number) {
    this.#owner = owner;
    this.optimizer = checkOptimizer(owner, optimizer);
    this.paramName = paramName;
    this.paramGroupIndex = paramGroupIndex ?? null;
    this.read();
  }

  /** The groups as they are now: some may have been added. */
  get groups(): readonly Group[] {
    const groups = this.optimizer.paramGroups as readonly Group[]; // groups are plain objects, whatever their options
    if (this.paramGroupIndex === null) return groups;
    const group = groups[this.paramGroupIndex];
    if (group !== undefined) return [group];
    throw new OptionError({ owner: `${this.#owner}.paramGroupIndex`, expected: `a group of the optimizer, which has ${groups.length}`, got: this.paramGroupIndex });
  }

  /** The values of all groups, or those of another parameter. */
  read(paramName: string = this.paramName): number[] {
    return this.groups.map((group) => {
      const value = group[paramName];
      if (typeof value === 'number') return value;
      const names = Object.keys(group).filter((name) => typeof group[name] === 'number');
      throw new OptionError({ owner: `${this.#owner}.paramName`, expected: `a number of the groups (${names.join(', ')})`, got: paramName });
    });
  }

  write(value: ParamValue): void {
    const { groups } = this;
    const values = typeof value === 'number' ? groups.map(() => value) : value;
    if (values.length !== groups.length) {
      throw new StateError({ owner: `${this.#owner}.${this.paramName}`, expected: `a value for each of the ${groups.length} groups`, got: value });
    }
    for (const [index, group] of groups.entries()) group[this.paramName] = values[index];
  }
}

/** Refuses what has no parameter groups. */
export function checkOptimizer<Holder extends ParamGroupsHolder>(owner: string, optimizer: Holder): Holder {
  const value: unknown = optimizer;
  if (typeof value === 'object' && value !== null && 'paramGroups' in value && Array.isArray(value.paramGroups)) return optimizer;
  throw new OptionError({
    owner: `${owner}.optimizer`,
    expected: 'an optimizer with paramGroups',
    got: value,
    ...(isTfOptimizer(value) ? { mend: 'Put it behind optim.fromTf(optimizer, model), and train with that.' } : {}),
  });
}
