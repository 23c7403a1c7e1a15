import type { StateTree, StateValue } from '../../contracts';
import type { Communicator } from '../../distributed';
import { CheckpointError } from '../../errors';
import type { MaybePromise } from '../../internal';
import { andThen, inTurn, isHostTensor } from '../../internal';
import type { AnyMetric } from '../any-metric';
import type { Accumulator, Pending } from './accumulator';

/** Metrics inside a metric: reset, saved and given up with it. They reduce their own state when they are computed. */
export class NestedAccumulator implements Accumulator<null> {
  readonly #metrics: Readonly<Record<string, AnyMetric>>;

  constructor(metrics: Readonly<Record<string, AnyMetric>>) {
    this.#metrics = metrics;
  }

  reset(): void {
    for (const metric of Object.values(this.#metrics)) metric.reset();
  }

  pending(): readonly Pending[] {
    return Object.values(this.#metrics).flatMap((metric) => metric.pending());
  }

  total(): null {
    return null;
  }

  save(): MaybePromise<StateValue> {
    const state: Record<string, StateTree> = {};
    const saved = inTurn(Object.entries(this.#metrics), ([name, metric]) =>
      andThen(metric.stateDict(), (tree) => {
        state[name] = tree;
      }),
    );
    return andThen(saved, () => state);
  }

  load(value: StateValue | undefined, _communicator: Communicator, owner: string): () => void {
    const names = Object.keys(this.#metrics);
    if (!isTree(value) || Object.keys(value).sort().join('\0') !== names.sort().join('\0')) {
      throw new CheckpointError({ owner, expected: `the states of ${names.join(', ')}`, got: value });
    }
    const commits = Object.entries(this.#metrics).map(([name, metric]) => {
      const state = value[name];
      if (!isTree(state)) throw new CheckpointError({ owner: `${owner}.${name}`, expected: 'the state of a metric', got: state });
      return metric.prepareLoad(state);
    });
    return () => commits.forEach((commit) => commit());
  }
}

function isTree(value: StateValue | undefined): value is StateTree {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !isHostTensor(value);
}
