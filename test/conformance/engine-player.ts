import type { StateTree, StateValue } from '../../src/contracts';
import type { AnyEngine, DataSource, EngineEvent, EventList, Handler, RemovableEventHandle, RunOptions } from '../../src/engine';
import { Engine, Events, defineEvent } from '../../src/engine';
import { IgniteError } from '../../src/errors';
import type { Action, DataSpec, EventSpec, FilterJson, HandlerSpec, Recording, Row, RunSpec, Scenario, When } from './scenario';

/** Whether steps and handlers return promises; the result must be the same. */
export type Mode = 'sync' | 'async';

type AnyHandler = Handler<AnyEngine, unknown[]>;
type Event = EngineEvent<unknown[]>;

/** Gives an event a filter that JSON describes. */
export function filtered(event: Event, filter: FilterJson | null | undefined): Event {
  let result = event;
  if (filter?.eventFilter !== undefined) {
    const rule = filter.eventFilter;
    result = result.when((_, n) => (rule.kind === 'modulo' ? n % rule.n === rule.remainder : rule.values.includes(n)));
  }
  if (filter?.once !== undefined) result = result.once(filter.once);
  if (filter?.after !== undefined) result = result.after(filter.after);
  if (filter?.before !== undefined) result = result.before(filter.before);
  if (filter?.every !== undefined) result = result.every(filter.every);
  return result;
}

/** Plays a scenario on our engine and records what Ignite's recording holds. */
export class Player {
  readonly recording: Recording = { trace: [], batches: [], states: [], errors: [], warnings: [] };
  /** What was thrown out of each run or its preparation. */
  readonly thrown: unknown[] = [];
  /** Errors that the scenario itself raised. */
  readonly raised = new Set<unknown>();
  readonly #scenario: Scenario;
  readonly #mode: Mode;
  readonly #data: (DataSource | null)[] = [];
  readonly #saved: Record<string, StateTree> = {};
  #engine: Engine;
  #evaluator: Engine | undefined;
  #events = new Map<string, Event>();
  #handles = new Map<string, RemovableEventHandle>();
  #run = -1;

  constructor(scenario: Scenario, mode: Mode) {
    this.#scenario = scenario;
    this.#mode = mode;
    this.#engine = this.#build();
  }

  get engine(): Engine {
    return this.#engine;
  }

  async play(): Promise<Recording> {
    for (const run of this.#scenario.runs) await this.#playRun(run);
    if (Object.keys(this.#saved).length > 0) this.recording.stateDicts = this.#saved;
    return this.recording;
  }

  async #playRun(spec: RunSpec): Promise<void> {
    const { recording } = this;
    this.#run++;
    recording.batches.push([]);
    let thrown: unknown;
    let where: string | undefined = 'before';
    try {
      for (const action of spec.before ?? []) await this.#prepare(action);
      where = undefined;
      this.#log(this.#engine, '#run');
      const returned = await this.#engine.run(this.#dataOf(spec.data), limits(spec));
      if (returned !== this.#engine.state) throw new Error('run() resolved to something else than the state');
    } catch (error) {
      thrown = error;
      if (!(error instanceof IgniteError) && !this.raised.has(error)) throw error;
    }
    while (this.#data.length <= this.#run) this.#data.push(null);
    this.thrown.push(thrown);
    recording.errors.push(thrown instanceof Error ? { type: thrown.name, about: '', message: thrown.message, ...(where === undefined ? {} : { in: where }) } : null);
    const { epoch, iteration, epochLength, maxEpochs, maxIters, output, batch } = this.#engine.state;
    const { lastEventName } = this.#engine;
    recording.states.push({ epoch, iteration, epochLength, maxEpochs, maxIters, output: output ?? null, batch, lastEventName, returned: thrown === undefined ? 'state' : 'error' });
  }

  #build(): Engine {
    const { customEvents = [], stateDictUserKeys = [], logEvents, logException, deterministic, evaluator } = this.#scenario.engine;
    const engine = new Engine(
      (self, batch) => {
        if (logEvents === true) this.#log(self, 'process');
        this.recording.batches[this.#run]?.push(batch);
        const done = this.#performAll(self);
        const output = 10 * self.state.iteration;
        return done === undefined ? output : done.then(() => output);
      },
      {
        logger: { warn: (message) => this.recording.warnings.push({ run: this.#run, about: '', message }) },
        ...(deterministic === true ? { deterministic: { seed: 1 } } : {}),
      },
    );
    this.#handles = new Map();
    this.#events = new Map(Object.entries(Events));
    for (const { name, attr } of customEvents) {
      const event: Event = defineEvent(name, attr === null ? {} : { counter: attr });
      this.#events.set(name, event);
      engine.registerEvents(event);
    }
    for (const key of stateDictUserKeys) {
      engine.stateDictUserKeys.add(key);
      engine.state.attributes[key] ??= 0;
    }
    if (logEvents === true) this.#logEvents(engine, '', logException === true);
    this.#evaluator = evaluator === undefined ? undefined : this.#buildEvaluator(evaluator);
    for (const handler of this.#scenario.handlers) this.#add(engine, handler);
    return engine;
  }

  #buildEvaluator({ logEvents, handlers }: { logEvents?: boolean; handlers: HandlerSpec[] }): Engine {
    const evaluator = new Engine((self, batch) => {
      if (logEvents === true) this.#log(self, 'evaluator:process');
      (this.recording.evaluatorBatches ??= []).push(batch);
      return 10 * self.state.iteration;
    });
    if (logEvents === true) this.#logEvents(evaluator, 'evaluator:', false);
    for (const handler of handlers) this.#add(evaluator, handler, 'evaluator:');
    return evaluator;
  }

  #logEvents(engine: Engine, prefix: string, logException: boolean): void {
    for (const [name, event] of this.#events) {
      if (name === 'EXCEPTION_RAISED' && !logException) continue;
      // A handler of EXCEPTION_RAISED stands for one that handles the error.
      engine.on(event, (self) => this.#settle(() => (this.#log(self, prefix + name), true)));
    }
  }

  #event(spec: EventSpec): Event | string {
    const event = this.#events.get(spec.on);
    return event === undefined ? spec.on : filtered(event, spec.filter);
  }

  #add(engine: Engine, spec: HandlerSpec, prefix = ''): void {
    let event: Event | EventList<unknown[]> | string = this.#event(spec);
    for (const other of spec.or ?? []) event = (event as Event).or(this.#event(other) as Event);
    const handler: AnyHandler = (self, ...args) =>
      this.#settle(() => {
        if (!this.#matches(self, spec.onlyWhen)) return true;
        const extra = this.#extra(self, spec, args);
        this.#log(self, prefix + spec.id, ...extra);
        const done = this.#perform(self, spec.action, spec.id, args);
        return done === undefined ? true : done.then(() => true);
      });
    this.#handles.set(spec.id, engine.on(event as Event, handler, ...(spec.args ?? [])));
  }

  #settle(work: () => boolean | Promise<boolean>): boolean | Promise<boolean> {
    return this.#mode === 'sync' ? work() : Promise.resolve().then(work);
  }

  #matches(engine: AnyEngine, when: When | undefined): boolean {
    if (when === undefined) return true;
    const { epoch, iteration } = engine.state;
    return (when.epoch ?? epoch) === epoch && (when.iteration ?? iteration) === iteration && (when.run ?? this.#run) === this.#run;
  }

  #extra(engine: AnyEngine, spec: HandlerSpec, args: readonly unknown[]): unknown[] {
    const { action, on } = spec;
    if (action === 'logStateDict') return [engine.stateDict()];
    if (typeof action === 'object' && 'logState' in action) return [read(engine, String(action.logState))];
    if (action !== 'logArgs') return [];
    const shown = args.map((arg) => (arg instanceof Error ? { error: arg.message } : arg));
    return on === 'TERMINATE_SINGLE_EPOCH' ? [{ args: shown.slice(1), iterCounter: shown[0] }] : [{ args: shown }];
  }

  #log(engine: AnyEngine, label: string, ...extra: unknown[]): void {
    this.recording.trace.push([label, engine.state.epoch, engine.state.iteration, ...extra] as Row);
  }

  #performAll(engine: Engine): Promise<void> | undefined {
    const steps = (this.#scenario.engine.processSteps ?? []).filter(({ onlyWhen }) => this.#matches(engine, onlyWhen));
    if (this.#mode === 'async') {
      return (async () => {
        for (const { action } of steps) {
          await Promise.resolve();
          await this.#perform(engine, action, 'process', []);
        }
      })();
    }
    for (const { action } of steps) void this.#perform(engine, action, 'process', []);
    return undefined;
  }

  #perform(engine: AnyEngine, action: Action, id: string, args: readonly unknown[]): Promise<unknown> | undefined {
    const [name, value] = typeof action === 'string' ? [action, undefined] : (Object.entries(action)[0] ?? ['', undefined]);
    switch (name) {
      case 'log':
      case 'logArgs':
      case 'logState':
      case 'logStateDict':
        return undefined;
      case 'terminate':
        engine.terminate(value as { skipCompleted?: boolean } | undefined);
        return undefined;
      case 'terminateEpoch':
        engine.terminateEpoch(value as { skipEpochCompleted?: boolean } | undefined);
        return undefined;
      case 'interrupt':
        engine.interrupt();
        return undefined;
      case 'raise': {
        const error = new Error(typeof value === 'string' ? value : `boom ${id}`);
        this.raised.add(error);
        throw error;
      }
      case 'rethrow':
        throw args[0];
      case 'fire':
        return engine.fireEvent((this.#events.get(String(value)) ?? value) as EngineEvent<[]>) ?? undefined;
      case 'addHandler':
        this.#add(engine, value as HandlerSpec);
        return undefined;
      case 'removeHandler':
        this.#handles.get(String(value))?.remove();
        return undefined;
      case 'setData':
        engine.setData(this.#makeData(value as DataSpec) ?? []);
        return undefined;
      case 'run': {
        const spec = (value as { data: DataSpec }).data;
        return engine.run(this.#makeData(spec), limits(value as RunSpec));
      }
      case 'runEvaluator': {
        const spec = value as RunSpec;
        return this.#evaluator?.run(this.#makeData(spec.data), limits(spec));
      }
      case 'saveStateDict':
        this.#saved[String(value)] = engine.stateDict();
        return undefined;
      default:
        this.#write(engine, name, value);
        return undefined;
    }
  }

  #write(engine: AnyEngine, name: string, value: unknown): void {
    if (name === 'inc') write(engine, String(value), (read(engine, String(value)) as number) + 1);
    else if (name === 'setState') write(engine, (value as { name: string }).name, (value as { value: unknown }).value);
    else if (name.startsWith('set')) write(engine, name.charAt(3).toLowerCase() + name.slice(4), value);
    else throw new Error(`The scenario asks for ${name}, which this runner does not know.`);
  }

  async #prepare(action: Action): Promise<void> {
    if (action === 'freshEngine') {
      this.#engine = this.#build();
      return;
    }
    if (typeof action === 'object' && 'loadStateDict' in action) {
      const tree = { ...(action.loadStateDict as Record<string, StateValue>) };
      delete tree.rngStates; // Python's generators; ours are seeds
      this.#engine.loadStateDict(tree);
      return;
    }
    if (typeof action === 'object' && 'loadSavedStateDict' in action) {
      this.#engine.loadStateDict(this.#saved[String(action.loadSavedStateDict)] ?? {});
      return;
    }
    await this.#perform(this.#engine, action, 'before', []);
  }

  #dataOf(spec: DataSpec | undefined): DataSource | null {
    const data = spec?.kind === 'sameAs' ? (this.#data[spec.run ?? 0] ?? null) : this.#makeData(spec);
    this.#data[this.#run] = data;
    return data;
  }

  #makeData(spec: DataSpec | undefined): DataSource | null {
    const { kind = 'none', length = 0, base = 0, failAt = 0 } = spec ?? {};
    const values = Array.from({ length }, (_, index) => base + index);
    const { raised } = this;
    switch (kind) {
      case 'list':
        return values;
      case 'iterable':
        return { [Symbol.iterator]: () => values[Symbol.iterator]() };
      case 'generator':
        return (function* () {
          yield* values;
        })();
      case 'infinite':
        return (function* () {
          for (let value = base; ; value++) yield value;
        })();
      case 'failing':
        return Object.assign(
          {
            *[Symbol.iterator]() {
              for (const [index, value] of values.entries()) {
                if (index === failAt) {
                  const error = new Error('data failure');
                  raised.add(error);
                  throw error;
                }
                yield value;
              }
            },
          },
          { length },
        );
      case 'notIterable':
        return 5 as unknown as DataSource;
      case 'none':
        return null;
      default:
        throw new Error(`The scenario has data of kind ${kind}, which this runner does not know.`);
    }
  }
}

function limits({ maxEpochs, maxIters, epochLength }: RunSpec): RunOptions {
  return { maxEpochs, maxIters, epochLength };
}

/** A state attribute of Ignite: one of our own fields, or one of the user's. */
export function read({ state }: Pick<AnyEngine, 'state'>, name: string): unknown {
  return name in state ? Reflect.get(state, name) : (state.attributes[name] ?? null);
}

export function write({ state }: Pick<AnyEngine, 'state'>, name: string, value: unknown): void {
  if (name in state) Reflect.set(state, name, value);
  else state.attributes[name] = value as StateValue;
}
