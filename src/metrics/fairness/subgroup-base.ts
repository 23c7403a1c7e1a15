import * as tf from '@tensorflow/tfjs-core';
import type { Communicator } from '../../distributed';
import { NotComputableError, OptionError, ShapeError } from '../../errors';
import type { MaybePromise } from '../../internal';
import { andThen, inTurn } from '../../internal';
import { isTensor } from '../../tensor';
import type { NestedAccumulator } from '../accumulators';
import { land, nestedMetrics } from '../accumulators';
import type { AnyMetric, ValueOf } from '../any-metric';
import { Metric } from '../metric';
import { MetricCore } from '../metric-core';
import type { MetricOptions, ParsedMetricOptions } from '../metric-options';
import type { ArrayInput } from '../numbers';
import { asTensor, isOnDevice } from '../numbers';
import type { Group, GroupLabels, HostLabels } from './group-labels';
import { checkVector, readLabels, rowsOfGroups } from './group-labels';
import { PostponedBatches } from './postponed-batches';
import { releasing } from './releasing';
import type { RowSource } from './row-source';
import { rowSource, tensorRows } from './row-source';

/** What metrics of groups take. */
export type SubgroupInput = readonly [yPred: ArrayInput, y: ArrayInput, groupLabels: GroupLabels];

/** Makes a new metric, which takes `[yPred, y]`, each time it is called. It gets what has to be the same for all: the processes. */
export type BaseMetric<M extends AnyMetric = AnyMetric> = (options: { readonly communicator: Communicator }) => M;

/** Options of metrics that tell groups apart. */
export interface GroupsOptions extends MetricOptions {
  /** The groups, at least one; rows with other labels are ignored. */
  readonly groups: readonly Group[];
}

type SubgroupState = {
  readonly postponed: PostponedBatches;
  readonly groups: NestedAccumulator;
  readonly trial: NestedAccumulator;
};

type Pair = readonly [yPred: RowSource, y: RowSource];

/** Base of the metrics that have a metric for each group of examples. */
export abstract class SubgroupBase<M extends AnyMetric, Value> extends Metric<Value, SubgroupInput, SubgroupState> {
  protected readonly accumulators: SubgroupState;
  readonly #groups: readonly Group[];
  readonly #metrics: readonly M[];
  /**
   * Gets every batch before the groups' metrics do, so that what one of them would refuse has not counted in another. Between updates it holds a
   * part of the last batch, by which it knows another kind of data: all of it would double the memory of a metric that keeps everything.
   */
  readonly #trial: M;

  constructor(owner: string, baseMetric: BaseMetric<M>, groups: readonly Group[], common: ParsedMetricOptions) {
    super({ owner, keys: { required: ['yPred', 'y', 'groupLabels'] } }, common);
    const make = (): M => baseMetric({ communicator: common.communicator });
    this.#groups = groups;
    this.#metrics = groups.map(make);
    this.#trial = make();
    checkMetrics(`${owner}.baseMetric`, [...this.#metrics, this.#trial]);
    this.accumulators = {
      postponed: new PostponedBatches((yPred, y, labels) => this.#count([tensorRows(yPred, owner), tensorRows(y, owner)], rowsOfGroups(labels, groups))),
      groups: nestedMetrics(Object.fromEntries(this.#metrics.map((metric, index) => [String(groups[index]), metric]))),
      trial: nestedMetrics({ batch: this.#trial }),
    };
  }

  update(output: SubgroupInput): MaybePromise<void> {
    this.#checkLength(output);
    const [yPred, y, groupLabels] = output;
    if (isTensor(groupLabels) && isOnDevice(groupLabels)) return this.#postpone(yPred, y, groupLabels);
    return andThen(rowSource(yPred, `${this.owner}.yPred`), (predictions) =>
      andThen(rowSource(y, `${this.owner}.y`), (targets) =>
        andThen(readLabels(groupLabels, `${this.owner}.groupLabels`), (labels) => this.#take([predictions, targets], labels)),
      ),
    );
  }

  #checkLength(output: readonly unknown[]): void {
    if (output.length === 3) return;
    throw new ShapeError({ owner: this.owner, expected: 'yPred, y and groupLabels', got: output.length, mend: 'Choose the three with outputTransform.' });
  }

  #take(pair: Pair, labels: HostLabels): MaybePromise<void> {
    this.#checkCounts(pair[0].count, pair[1].count, labels.values.length);
    const rows = rowsOfGroups(labels, this.#groups);
    const first = rows.find((one) => one.length > 0);
    if (first === undefined) return;
    return andThen(this.#try(pair, rows), () => andThen(this.#count(pair, rows), () => this.#remember(pair, first)));
  }

  /** With the rows of all groups. */
  #try(pair: Pair, rows: readonly (readonly number[])[]): MaybePromise<void> {
    const known = rows.flat();
    if (known.length === pair[0].count) return this.#trial.update(pair.map(({ whole }) => whole));
    return updateWithRows(this.#trial, pair, known.sort((a, b) => a - b));
  }

  #count(pair: Pair, rows: readonly (readonly number[])[]): MaybePromise<void> {
    return inTurn(this.#metrics.entries(), ([index, metric]) => updateWithRows(metric, pair, rows[index] ?? []));
  }

  #remember(pair: Pair, rows: readonly number[]): MaybePromise<void> {
    this.#trial.reset();
    return updateWithRows(this.#trial, pair, rows);
  }

  /** Which rows are whose is only known once the labels are read, which an update does not do. */
  #postpone(yPred: ArrayInput, y: ArrayInput, labels: tf.Tensor): MaybePromise<void> {
    checkVector(labels.shape, `${this.owner}.groupLabels`);
    const made: tf.Tensor[] = [];
    const tensorOf = (input: ArrayInput, owner: string): tf.Tensor => {
      const tensor = asTensor(input, owner);
      if (tensor !== input) made.push(tensor);
      return tensor;
    };
    const release = (): void => {
      tf.dispose(made);
    };
    return releasing(() => {
      const [predictions, targets] = [tensorOf(yPred, `${this.owner}.yPred`), tensorOf(y, `${this.owner}.y`)];
      const pair: Pair = [tensorRows(predictions, `${this.owner}.yPred`), tensorRows(targets, `${this.owner}.y`)];
      this.#checkCounts(pair[0].count, pair[1].count, labels.size);
      if (labels.size === 0) return;
      const tried = andThen(this.#trial.update([predictions, targets]), () => this.#remember(pair, [0]));
      return andThen(tried, () => this.accumulators.postponed.add(predictions, targets, labels));
    }, release);
  }

  #checkCounts(yPred: number, y: number, labels: number): void {
    if (yPred === y && y === labels) return;
    throw new ShapeError({ owner: this.owner, expected: 'as many rows of yPred, y and groupLabels', got: [yPred, y, labels] });
  }

  /** The values of the groups that have any. */
  protected groupValues(): MaybePromise<readonly (readonly [name: string, value: ValueOf<M>])[]> {
    const values: (readonly [string, ValueOf<M>])[] = [];
    const computed = andThen(land(this.accumulators.groups.pending()), () =>
      inTurn(this.#metrics.entries(), ([index, metric]) =>
        andThen(valueOf(metric), (found) => {
          for (const value of found) values.push([String(this.#groups[index]), value]);
        }),
      ),
    );
    return andThen(computed, () => values);
  }
}

function checkMetrics(owner: string, metrics: readonly unknown[]): void {
  const stranger = metrics.find((metric) => !(metric instanceof MetricCore));
  if (stranger !== undefined) throw new OptionError({ owner, expected: 'a function that makes a metric', got: stranger });
  if (new Set(metrics).size < metrics.length) throw new OptionError({ owner, expected: 'a function that makes a new metric each time' });
}

/** Updates a metric with some rows, and gives up what was taken out for it. */
function updateWithRows(metric: AnyMetric, [yPred, y]: Pair, rows: readonly number[]): MaybePromise<void> {
  if (rows.length === 0) return;
  const taken = [yPred.take(rows), y.take(rows)];
  const release = (): void => {
    tf.dispose(taken.filter(isTensor));
  };
  return releasing(() => metric.update(taken), release);
}

/** The value of a metric, or nothing where it has not seen enough to have one. */
function valueOf<M extends AnyMetric>(metric: M): MaybePromise<readonly ValueOf<M>[]> {
  try {
    // What `compute` of an M gives is what `ValueOf` says.
    const value = andThen(metric.compute(), (computed) => [computed as ValueOf<M>]);
    return value instanceof Promise ? value.catch(nothing) : value;
  } catch (error) {
    return nothing(error);
  }
}

function nothing(error: unknown): readonly never[] {
  if (error instanceof NotComputableError) return [];
  throw error;
}
