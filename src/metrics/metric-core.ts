import type { StateTree } from '../contracts';
import type { AnyEngine, RemovableEventHandle } from '../engine';
import { CheckpointError, NotComputableError, OptionError } from '../errors';
import type { MaybePromise } from '../internal';
import { andThen, inTurn } from '../internal';
import type { Declaration, Pending, Totals } from './accumulators';
import { land } from './accumulators';
import type { AnyMetric, Following } from './any-metric';
import { Follower } from './follower';
import type { ParsedMetricOptions } from './metric-options';
import type { OutputTaking } from './output';
import { pickKeys, transformed, unroll } from './output';
import { writeResult } from './result';
import type { MetricUsage, MetricUsageName } from './metric-usage';
import { EpochWise, resolveUsage } from './metric-usage';

/** What a metric says about itself. */
export interface MetricDefinition {
  /** Its name in error messages. */
  readonly owner: string;
  /** What it does with an output with named entries. */
  readonly keys: OutputTaking;
  /** How it is attached when nothing is said. @default EpochWise */
  readonly usage?: MetricUsage;
}

interface Attachment {
  readonly engine: AnyEngine;
  readonly usage: MetricUsage;
  readonly name: string;
  readonly handle: RemovableEventHandle;
  readonly unfollow: () => void;
}

/** Everything of a metric but arithmetic: see `Metric`. */
export abstract class MetricCore<Value, Input, D extends Declaration> implements AnyMetric<Value> {
  /** What it gathers. Declared once: reset, reduction over ranks, saving and disposal follow. */
  protected abstract readonly accumulators: D;
  /** Its name in error messages. */
  protected readonly owner: string;
  readonly #keys: OutputTaking;
  readonly #usage: MetricUsage;
  readonly #options: ParsedMetricOptions;
  readonly #follower: Follower;
  #attachments: readonly Attachment[] = [];
  /** Whether the state was loaded and no span has begun since. */
  #restored = false;

  constructor({ owner, keys, usage = EpochWise }: MetricDefinition, options: ParsedMetricOptions) {
    this.owner = owner;
    this.#keys = keys;
    this.#usage = usage;
    this.#options = options;
    this.#follower = new Follower(owner, {
      begin: (underWay) => this.#begin(underWay),
      observe: (output) => this.observeFollowed(output),
      end: () => this.reset(),
    });
  }

  /** Takes in a batch; checks all of it before any of it counts. */
  abstract update(output: Input): MaybePromise<void>;

  /** The value of what was gathered, over all ranks. */
  protected abstract evaluate(totals: Totals<D>): MaybePromise<Value>;

  reset(): void {
    this.#restored = false;
    for (const accumulator of Object.values(this.accumulators)) accumulator.reset();
  }

  compute(): MaybePromise<Value> {
    const { communicator } = this.#options;
    return andThen(land(this.pending()), () => {
      const totals = this.#collect((accumulator, owner) => accumulator.total(communicator, owner));
      return andThen(totals, (collected) => this.evaluate(collected as Totals<D>)); // the declaration's keys, each with its total
    });
  }

  pending(): readonly Pending[] {
    return Object.values(this.accumulators).flatMap((accumulator) => accumulator.pending());
  }

  observe(output: unknown): MaybePromise<void> {
    return transformed(output, this.#options.outputTransform, (chosen) => {
      const tuple = pickKeys(this.owner, chosen, this.#keys);
      // `update` checks what it gets: an engine's output has no type that could say it.
      const update = (one: unknown): MaybePromise<void> => this.update(one as Input);
      return this.#options.skipUnrolling ? update(tuple) : unroll(this.owner, tuple, update);
    });
  }

  /** What happens at an engine's update event. */
  protected observeFollowed(output: unknown): MaybePromise<void> {
    return this.observe(output);
  }

  parts(): readonly AnyMetric[] {
    return [this];
  }

  follow(engine: AnyEngine, following: Following): () => void {
    return this.#follower.follow(engine, following);
  }

  /**
   * Has an engine reset, update and compute the metric, which writes its value to `engine.state.metrics[name]`.
   *
   * Attached under two names, both are written and outputs count once. Handlers that were added before see the value of the time before.
   *
   * @param usage at which events; a `MetricUsage` or its name
   */
  attach(engine: AnyEngine, name: string, usage: MetricUsage | MetricUsageName = this.#usage): void {
    if (typeof name !== 'string' || name === '') throw new OptionError({ owner: `${this.owner}.attach.name`, expected: 'a name', got: name });
    const resolved = resolveUsage(`${this.owner}.attach`, usage);
    if (this.#attachments.some((known) => known.engine === engine && known.usage === resolved && known.name === name)) return;
    const unfollow = this.follow(engine, resolved);
    const handle = engine.on(resolved.compute, () => this.#publish(engine, name));
    this.#attachments = [...this.#attachments, { engine, usage: resolved, name, handle, unfollow }];
  }

  /** Takes back every `attach` to the engine, or those with one usage; values already written stay. Not attached anywhere, the metric is reset. */
  detach(engine: AnyEngine, usage?: MetricUsage | MetricUsageName): void {
    const matching = this.#attachedTo(engine, usage);
    this.#attachments = this.#attachments.filter((attachment) => !matching.includes(attachment));
    for (const { handle, unfollow } of matching) {
      handle.remove();
      unfollow();
    }
  }

  isAttached(engine: AnyEngine, usage?: MetricUsage | MetricUsageName): boolean {
    return this.#attachedTo(engine, usage).length > 0;
  }

  /** Whether any engine updates it. */
  protected get isAttachedAnywhere(): boolean {
    return this.#attachments.length > 0;
  }

  dispose(): void {
    this.reset();
  }

  /** With several ranks collective, and the same everywhere: the totals of all ranks. */
  stateDict(): MaybePromise<StateTree> {
    const { communicator } = this.#options;
    return andThen(land(this.pending()), () => this.#collect((accumulator, owner) => accumulator.save(communicator, owner)));
  }

  loadStateDict(state: StateTree): void {
    this.prepareLoad(state)();
  }

  prepareLoad(state: StateTree): () => void {
    const owner = `${this.owner}.loadStateDict`;
    const unknown = Object.keys(state).find((name) => !(name in this.accumulators));
    if (unknown !== undefined) {
      throw new CheckpointError({ owner, expected: `a state of ${Object.keys(this.accumulators).join(', ')}`, got: unknown });
    }
    const commits = Object.entries(this.accumulators).map(([name, accumulator]) =>
      accumulator.load(state[name], this.#options.communicator, `${owner}.${name}`),
    );
    return () => {
      commits.forEach((commit) => commit());
      this.#restored = true;
    };
  }

  /** For `evaluate`: refuses to compute a value of nothing. */
  protected requireExamples(count: number): void {
    if (count > 0) return;
    throw new NotComputableError({ owner: this.owner, expected: 'at least one example before it is computed', mend: 'Call update first, or check that the data is not empty.' });
  }

  /** A restored state survives the first beginning of a span within which it was saved. */
  #begin(underWay: boolean): void {
    if (this.#restored && underWay) this.#restored = false;
    else this.reset();
  }

  #publish(engine: AnyEngine, name: string): MaybePromise<void> {
    return andThen(this.compute(), (value) => writeResult(this.owner, engine.state.metrics, name, value, this.#options.metricsResultMode));
  }

  #attachedTo(engine: AnyEngine, usage: MetricUsage | MetricUsageName | undefined): readonly Attachment[] {
    const resolved = usage === undefined ? undefined : resolveUsage(this.owner, usage);
    return this.#attachments.filter((attachment) => attachment.engine === engine && (resolved === undefined || attachment.usage === resolved));
  }

  #collect<T>(get: (accumulator: D[keyof D], owner: string) => MaybePromise<T>): MaybePromise<Record<string, T>> {
    const collected: Record<string, T> = {};
    const all = inTurn(Object.entries(this.accumulators) as [string, D[keyof D]][], ([name, accumulator]) =>
      andThen(get(accumulator, `${this.owner}.${name}`), (value) => {
        collected[name] = value;
      }),
    );
    return andThen(all, () => collected);
  }
}
