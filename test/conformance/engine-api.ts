import { isDeepStrictEqual } from 'node:util';
import type { StateTree } from '../../src/contracts';
import type { EngineEvent, EventName } from '../../src/engine';
import { Engine, Events, defineEvent } from '../../src/engine';
import { IgniteError } from '../../src/errors';
import { filtered, read, write } from './engine-player';
import type { CaseResult } from './result';
import type { FilterJson } from './scenario';

export interface FilterCase {
  id: string;
  event: EventName;
  filter: FilterJson;
  epochLength: number;
  maxEpochs: number;
  expected: { fires: number[] };
}

interface Call {
  method: string;
  event?: string | null;
  filter?: FilterJson;
  args?: Record<string, unknown>;
  handler?: string;
  names?: string[];
  values?: unknown[];
  keys?: string[];
  asStrings?: boolean;
  eventToAttr?: unknown;
  name?: string;
  value?: unknown;
  stateDict?: StateTree;
  data?: number;
  maxEpochs?: number;
  maxIters?: number;
  epochLength?: number;
}

export interface ApiCase {
  id: string;
  calls: Call[];
  expected: { error: { about: string } | null; result: unknown; called: string[] };
}

type Event = EngineEvent<unknown[]>;

/** One run over `epochLength` batches; when did the handler fire? */
export async function runFilterCase({ id, event, filter, epochLength, maxEpochs, expected }: FilterCase): Promise<CaseResult> {
  const engine = new Engine(() => undefined);
  const fires: number[] = [];
  const attribute = Events[event].counter === 'epoch' ? 'epoch' : 'iteration';
  engine.on(filtered(Events[event], filter), ({ state }) => fires.push(state[attribute]));
  await engine.run(Array.from({ length: epochLength }, (_, index) => index), { maxEpochs });
  if (isDeepStrictEqual(fires, expected.fires)) return { id, outcome: 'passed' };
  return { id, outcome: 'failed', detail: `expected ${expected.fires.join()}, got ${fires.join()}` };
}

/** A list of calls on one new engine; compares the last result, whether an error came, and who was called. */
export async function runApiCase({ id, calls, expected }: ApiCase): Promise<CaseResult> {
  const bench = new Bench();
  let result: unknown = null;
  let error: IgniteError | null = null;
  try {
    for (const call of calls) result = (await bench.call(call)) ?? null;
  } catch (thrown) {
    if (!(thrown instanceof IgniteError)) throw thrown;
    error = thrown;
    result = null;
  }
  const got = { failed: error !== null, result, called: bench.called };
  const wanted = { failed: expected.error !== null, result: expected.result, called: expected.called };
  if (isDeepStrictEqual(got, wanted)) return { id, outcome: 'passed' };
  return { id, outcome: 'failed', detail: `expected ${JSON.stringify(wanted)}, got ${JSON.stringify(got)} ${error?.message ?? ''}` };
}

class Bench {
  readonly called: string[] = [];
  readonly #engine = new Engine((engine) => 10 * engine.state.iteration);
  readonly #events = new Map<string, Event>(Object.entries(Events));
  readonly #handlers = new Map<string, () => void>();

  #handler(id = ''): () => void {
    const handler = this.#handlers.get(id) ?? ((): void => void this.called.push(id));
    this.#handlers.set(id, handler);
    return handler;
  }

  /** The event's value; a name that nobody defined stays a name, passed in spite of its type. */
  #event({ event, filter }: Call): Event {
    const value = this.#events.get(event ?? '');
    return value === undefined ? (event as unknown as Event) : filtered(value, filter);
  }

  call(call: Call): unknown {
    const engine = this.#engine;
    switch (call.method) {
      case 'newEngine':
        return new Engine(undefined as never);
      case 'filter':
        filterFrom(this.#event(call), call.args ?? {});
        break;
      case 'registerEvents':
        this.#register(call);
        break;
      case 'hasRegisteredEvents':
        return engine.hasRegisteredEvent(call.event ?? '');
      case 'addEventHandler':
        engine.on(this.#event(call), this.#handler(call.handler));
        break;
      case 'hasEventHandler':
        return call.event === null ? engine.hasEventHandler(this.#handler(call.handler)) : engine.hasEventHandler(this.#handler(call.handler), this.#event(call));
      case 'removeEventHandler':
        engine.off(this.#event(call), this.#handler(call.handler));
        break;
      case 'fireEvent':
        void engine.fireEvent(this.#event(call));
        return [...this.called];
      case 'setState':
        write(engine, call.name ?? '', call.value);
        break;
      case 'getState':
        return read(engine, call.name ?? '');
      case 'userKeys':
        for (const key of call.keys ?? []) engine.stateDictUserKeys.add(key);
        break;
      case 'stateDict':
        return engine.stateDict();
      case 'loadStateDict': {
        engine.loadStateDict(call.stateDict ?? {});
        const { epoch, iteration, epochLength, maxEpochs, maxIters } = engine.state;
        return { epoch, iteration, epochLength, maxEpochs, maxIters };
      }
      case 'run': {
        const { data = 0, maxEpochs, maxIters, epochLength } = call;
        return engine.run(Array.from({ length: data }, (_, index) => index), { maxEpochs, maxIters, epochLength });
      }
      default:
        throw new Error(`The case calls ${call.method}, which this runner does not know.`);
    }
    return undefined;
  }

  #register({ names = [], values, asStrings = false, eventToAttr = {} }: Call): void {
    if (values !== undefined) {
      this.#engine.registerEvents(...(values as string[]));
      return;
    }
    const counters = eventToAttr as Record<string, string>;
    for (const name of names) {
      // A map that is none stands for a counter of a wrong type: ours belongs to the event.
      const counter = typeof eventToAttr === 'object' ? counters[name] : (eventToAttr as string);
      if (asStrings && counter === undefined) {
        this.#engine.registerEvents(name);
        continue;
      }
      const event: Event = defineEvent(name, counter === undefined ? {} : { counter });
      this.#events.set(name, event);
      this.#engine.registerEvents(event);
    }
  }
}

/** Ignite's call `event(event_filter=…, every=…, …)`, said with our methods; no argument at all is a filter of none. */
function filterFrom(event: Event, args: Record<string, unknown>): Event {
  const entries = Object.entries(args);
  if (entries.length === 0) return event.once([]);
  return entries.reduce((result, [key, value]) => {
    const method = key === 'eventFilter' ? 'when' : (key as 'every' | 'once' | 'before' | 'after');
    const argument = typeof value === 'object' && value !== null && !Array.isArray(value) ? () => true : value;
    return (result[method] as (this: Event, argument: unknown) => Event).call(result, argument);
  }, event);
}
