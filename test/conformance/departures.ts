import type { EventSpec, FilterJson, HandlerSpec, Row, RunSpec, Scenario } from './scenario';
import type { Segment } from './segments';

/**
 * Where we decide otherwise than Ignite: turns the golden runs of a scenario into what ours must do.
 *
 * Each rule looks at what the scenario does, and answers whether it changed anything.
 */
export interface Departure {
  /** As `docs/from-ignite.md` lists it. */
  readonly name: string;
  /** Changes the expected runs in place. `from` is the first run that can no longer be compared with Ignite's. */
  apply(scenario: Scenario, runs: Segment[]): { changed: boolean; from?: number };
}

const COUNTED = new Set(['STARTED', 'COMPLETED', 'EPOCH_STARTED', 'EPOCH_COMPLETED', 'GET_BATCH_STARTED', 'GET_BATCH_COMPLETED', 'ITERATION_STARTED', 'ITERATION_COMPLETED']);

function actionName({ action }: Pick<HandlerSpec, 'action'>): string {
  return typeof action === 'string' ? action : (Object.keys(action)[0] ?? '');
}

function eventsOf(handler: HandlerSpec): EventSpec[] {
  return [handler, ...(handler.or ?? [])];
}

/** Handlers from the start on, and those that they add. */
function allHandlers(scenario: Scenario): HandlerSpec[] {
  const nested = (handler: HandlerSpec): HandlerSpec[] =>
    actionName(handler) === 'addHandler' ? [handler, (handler.action as { addHandler: HandlerSpec }).addHandler] : [handler];
  return scenario.handlers.flatMap(nested);
}

/** Labels of the rows that a firing of an event may leave. */
function labelsOn(scenario: Scenario, event: string): Set<string> {
  const ids = allHandlers(scenario).filter((handler) => eventsOf(handler).some(({ on }) => on === event)).map((handler) => handler.id);
  return new Set([event, ...ids]);
}

function sourceOf(scenario: Scenario, run: RunSpec | undefined): RunSpec['data'] {
  return run?.data?.kind === 'sameAs' ? sourceOf(scenario, scenario.runs[run.data.run ?? 0]) : run?.data;
}

function hasData(scenario: Scenario, run: number): boolean {
  const data = sourceOf(scenario, scenario.runs[run]);
  return data !== undefined && data.kind !== 'none';
}

function isPaused(run: Segment | undefined): boolean {
  return run?.state.lastEventName === 'INTERRUPT';
}

/** Whether a run had data; one that went on after a pause had that of the run before. */
function ranOnData(scenario: Scenario, runs: readonly Segment[], run: number): boolean {
  return run > 0 && isPaused(runs[run - 1]) ? ranOnData(scenario, runs, run - 1) : hasData(scenario, run);
}

/** The rows of a firing of COMPLETED in an epoch, as far as they have no more than a label. */
function completedRows(scenario: Scenario, run: number, epoch: number, iteration: number): Row[] {
  const logged: Row[] = scenario.engine.logEvents === true ? [['COMPLETED', epoch, iteration]] : [];
  const rows = scenario.handlers.flatMap((handler) =>
    eventsOf(handler)
      .filter(({ on, filter }) => on === 'COMPLETED' && passes(filter, epoch))
      .filter(() => (handler.onlyWhen?.epoch ?? epoch) === epoch && (handler.onlyWhen?.iteration ?? iteration) === iteration && (handler.onlyWhen?.run ?? run) === run)
      .map((): Row => [handler.id, epoch, iteration]),
  );
  return [...logged, ...rows];
}

/** Ignite's arithmetic of filters, written once more so that it does not lean on ours. */
function passes(filter: FilterJson | null | undefined, count: number): boolean {
  if (filter === null || filter === undefined) return true;
  const { every = 1, before, after, once, eventFilter } = filter;
  if (eventFilter?.kind === 'modulo') return count % eventFilter.n === eventFilter.remainder;
  if (eventFilter?.kind === 'list') return eventFilter.values.includes(count);
  if (once !== undefined) return [once].flat().includes(count);
  if (before === undefined && after === undefined) return count % every === 0;
  return count > (after ?? 0) && count < (before ?? Infinity) && (count - (after ?? 0) - 1) % every === 0;
}

/** What a run leaves that is refused before it begins. */
function refused(previous: Segment | undefined, trace: Row[]): Segment {
  const initial = { epoch: 0, iteration: 0, epochLength: null, maxEpochs: null, maxIters: null, output: null, batch: null, lastEventName: null };
  return {
    trace: trace.slice(0, 1),
    batches: [],
    state: { ...(previous?.state ?? initial), returned: 'error' },
    error: { type: '', about: '', message: '' },
    warnings: 0,
  };
}

/** Whether a filter is asked of an event that counts nothing. */
export function filtersUncounted(scenario: Scenario): boolean {
  const counters = new Map((scenario.engine.customEvents ?? []).map(({ name, attr }) => [name, attr]));
  const counts = (name: string): boolean => COUNTED.has(name) || (counters.get(name) ?? null) !== null;
  return allHandlers(scenario).flatMap(eventsOf).some(({ on, filter }) => filter !== undefined && filter !== null && filter.every !== 1 && !counts(on));
}

const limitsBelowOne: Departure = {
  name: 'Limits below 1 are refused on a first run too',
  apply(scenario, runs) {
    const run = scenario.runs.findIndex(({ maxEpochs = 1, maxIters = 1 }, index) => (maxEpochs < 1 || maxIters < 1) && runs[index]?.error === null);
    if (run < 0) return { changed: false };
    runs[run] = refused(runs[run - 1], runs[run]?.trace ?? []);
    return { changed: true, from: run + 1 };
  },
};

const dataOnResume: Departure = {
  name: 'Going on without the data is refused',
  apply(scenario, runs) {
    const run = runs.findIndex(({ error }, index) => {
      const before = runs[index - 1];
      if (before === undefined || error !== null || hasData(scenario, index) || !ranOnData(scenario, runs, index - 1)) return false;
      if ((scenario.runs[index]?.before ?? []).length > 0 || isPaused(before)) return false;
      const { epoch, iteration, maxEpochs, maxIters } = before.state;
      return maxIters === null ? epoch < (scenario.runs[index]?.maxEpochs ?? maxEpochs ?? 0) : iteration < (scenario.runs[index]?.maxIters ?? maxIters);
    });
    if (run < 0) return { changed: false };
    runs[run] = refused(runs[run - 1], runs[run]?.trace ?? []);
    return { changed: true, from: run + 1 };
  },
};

const unknownLength: Departure = {
  name: 'A source of unknown length leaves maxEpochs alone',
  apply(_, runs) {
    let changed = false;
    let from: number | undefined;
    for (const [index, { state, error, trace }] of runs.entries()) {
      if (state.maxIters !== null && state.maxEpochs !== null) {
        // Epochs that were cut short: Ignite stops at its number of epochs, ours at the number of iterations that was asked for.
        const cut = state.epoch >= state.maxEpochs && state.iteration < state.maxIters && state.lastEventName === 'COMPLETED';
        if (cut && !trace.some(([label]) => label === 'TERMINATE')) from ??= index;
        state.maxEpochs = null;
        changed = true;
      }
      if (changed && error?.about === 'switch from maxEpochs to maxIters while resuming') from ??= index;
    }
    return from === undefined ? { changed } : { changed, from };
  },
};

/** One-shot data that gives nothing more: the run ends with the epoch, instead of passing through the epochs that are left. */
const exhausted: Departure = {
  name: 'A one-shot iterator that has run dry ends the run',
  apply(scenario, runs) {
    const drying = labelsOn(scenario, 'DATALOADER_STOP_ITERATION');
    const ending = labelsOn(scenario, 'EPOCH_COMPLETED');
    const closing = labelsOn(scenario, 'COMPLETED');
    for (const [index, run] of runs.entries()) {
      if (sourceOf(scenario, scenario.runs[index])?.kind !== 'generator' || run.error !== null) continue;
      const { trace, state } = run;
      const dry = trace.findIndex((row, at) => drying.has(row[0]) && ending.has(trace.slice(at).find((next) => !drying.has(next[0]))?.[0] ?? ''));
      if (dry < 0) continue;
      let end = dry;
      while (end < trace.length && (drying.has(trace[end]?.[0] ?? '') || ending.has(trace[end]?.[0] ?? ''))) end++;
      const [, epoch, iteration] = trace[dry] ?? ['', 0, 0];
      const { epochLength, maxEpochs, maxIters } = state;
      const done = maxIters === null ? epoch >= (maxEpochs ?? 0) || iteration >= (epochLength ?? 0) * (maxEpochs ?? 0) : iteration >= maxIters;
      const warnings = done ? 0 : 1;
      const left = trace.slice(end).some((row) => !closing.has(row[0]));
      if (!left && warnings === run.warnings) continue;
      const tail = completedRows(scenario, index, epoch, iteration);
      runs[index] = { ...run, trace: [...trace.slice(0, end), ...tail], warnings, state: { ...state, epoch, iteration } };
      return { changed: true, from: index + 1 };
    }
    return { changed: false };
  },
};

/** Another event fired inside DATALOADER_STOP_ITERATION makes Ignite fire GET_BATCH_STARTED a second time. */
const repeatedFetch: Departure = {
  name: 'GET_BATCH_STARTED fires once for a batch',
  apply(scenario, runs) {
    const firing = scenario.handlers.filter((handler) => handler.on === 'DATALOADER_STOP_ITERATION' && ['fire', 'interrupt', 'runEvaluator'].includes(actionName(handler)));
    const starters = new Set(firing.map((handler) => handler.id));
    const fetching = labelsOn(scenario, 'GET_BATCH_STARTED');
    const ignored = new Set(['INTERRUPT', ...labelsOn(scenario, 'INTERRUPT'), '#run', ...labelsOn(scenario, 'DATALOADER_STOP_ITERATION')]);
    for (const { name } of scenario.engine.customEvents ?? []) for (const label of labelsOn(scenario, name)) ignored.add(label);
    const logged = scenario.engine.logEvents === true;
    let changed = false;
    let state: 'closed' | 'open' | 'dropping' = 'closed';
    for (const run of runs) {
      run.trace = run.trace.filter(([label]) => {
        if (state === 'dropping' && fetching.has(label)) return false;
        if (starters.has(label)) state = 'open';
        else if (state === 'open' && (logged ? label === 'GET_BATCH_STARTED' : fetching.has(label))) {
          state = 'dropping';
          changed = true;
          return false;
        } else if (state !== 'open' || !ignored.has(label)) state = 'closed';
        return true;
      });
    }
    return { changed };
  },
};

/** An error that leaves the loop is shown to EXCEPTION_RAISED by the inner and again by the outer part of Ignite's loop. */
const raisedTwice: Departure = {
  name: 'EXCEPTION_RAISED fires once for an error',
  apply(scenario, runs) {
    if (!scenario.handlers.some((handler) => handler.on === 'EXCEPTION_RAISED' && ['raise', 'rethrow'].includes(actionName(handler)))) return { changed: false };
    const labels = labelsOn(scenario, 'EXCEPTION_RAISED');
    let changed = false;
    for (const run of runs) {
      let start = run.trace.length;
      while (labels.has(run.trace[start - 1]?.[0] ?? '')) start--;
      const block = run.trace.slice(start).map(([label]) => label);
      const half = block.length / 2;
      if (run.error === null || half === 0 || block.slice(0, half).join() !== block.slice(half).join()) continue;
      run.trace = run.trace.slice(0, start + half);
      changed = true;
    }
    return { changed };
  },
};

const whileFiring: Departure = {
  name: 'Handlers added or removed while their event fires',
  apply(scenario, runs) {
    let changed = false;
    for (const handler of scenario.handlers) {
      const name = actionName(handler);
      if (name !== 'addHandler' && name !== 'removeHandler') continue;
      const value = (handler.action as Record<string, unknown>)[name];
      const other = name === 'addHandler' ? (value as HandlerSpec) : scenario.handlers.find(({ id }) => id === value);
      if (other?.on !== handler.on) continue;
      const same = labelsOn(scenario, handler.on);
      for (const run of runs) {
        for (const [index, row] of run.trace.entries()) {
          if (row[0] !== handler.id) continue;
          let end = index + 1;
          // Up to the next firing: the same handlers, in order, at the same place.
          while (same.has(run.trace[end]?.[0] ?? '') && run.trace[end]?.[0] !== handler.on && run.trace[end]?.[2] === row[2]) end++;
          const at = run.trace.slice(index + 1, end).findIndex(([label]) => label === other.id);
          if (at < 0) continue;
          run.trace.splice(index + 1 + at, 1);
          changed = true;
        }
      }
    }
    return { changed };
  },
};

/** Without a handler nothing handles an error; Ignite remembers that there once was one. */
const nobodyHandles: Departure = {
  name: 'An error is handled only by a handler that returns true',
  apply(scenario, runs) {
    const touched = scenario.handlers.some(({ action }) => typeof action === 'object' && action.fire === 'EXCEPTION_RAISED');
    const removed = scenario.runs.flatMap(({ before = [] }) => before).map((action) => (typeof action === 'object' ? action.removeHandler : undefined));
    const handlers = scenario.handlers.filter(({ on, id }) => on === 'EXCEPTION_RAISED' && !removed.includes(id));
    const raising = scenario.handlers.find((handler) => actionName(handler) === 'raise');
    if ((!touched && removed.length === 0) || handlers.length > 0 || raising === undefined || scenario.engine.logException === true) return { changed: false };
    const index = runs.findIndex(({ trace, error }) => error === null && trace.some(([label]) => label === raising.id));
    const run = runs[index];
    if (run === undefined) return { changed: false };
    const at = run.trace.findIndex(([label]) => label === raising.id);
    const [, epoch, iteration] = run.trace[at] ?? ['', 0, 0];
    const done = run.trace.slice(0, at).filter(([label]) => label === 'ITERATION_COMPLETED').length;
    const batches = run.batches.slice(0, run.trace.slice(0, at).filter(([label]) => label === 'process').length);
    const fetched = raising.on === 'ITERATION_STARTED' || raising.on === 'GET_BATCH_COMPLETED';
    const message = typeof raising.action === 'string' ? `boom ${raising.id}` : String(raising.action.raise);
    const state = { ...run.state, epoch, iteration, output: fetched || done === 0 ? null : 10 * iteration, lastEventName: raising.on, returned: 'error' as const };
    const data = sourceOf(scenario, scenario.runs[index]);
    const fetches = run.trace.slice(0, at).filter(([label]) => label === 'GET_BATCH_COMPLETED').length;
    if (fetched && data?.length !== undefined) state.batch = (data.base ?? 0) + ((fetches - 1) % data.length);
    runs[index] = { trace: run.trace.slice(0, at + 1), batches, state, error: { type: '', about: 'raised by the scenario', message }, warnings: 0 };
    return { changed: true, from: index + 1 };
  },
};

/** All rules but the two that cannot be told by changing the golden runs (see the runner). */
export const DEPARTURES: readonly Departure[] = [limitsBelowOne, dataOnResume, exhausted, unknownLength, repeatedFetch, raisedTwice, whileFiring, nobodyHandles];
