import { readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { OptionError } from '../../src/errors';
import { DEPARTURES, filtersUncounted } from './departures';
import type { Mode } from './engine-player';
import { Player } from './engine-player';
import { runApiCase } from './engine-api';
import type { ApiCase, FilterCase } from './engine-api';
import { runFilterCase } from './engine-api';
import type { CaseResult } from './result';
import type { Action, Scenario } from './scenario';
import type { Segment } from './segments';
import { comparable, segmentsOf } from './segments';

const UNCOUNTED = 'Filters need an event that is counted';
const AFTER_ERROR = 'A run after a failed run goes on';

interface EngineFile {
  cases: Scenario[];
  filters: FilterCase[];
  api: ApiCase[];
}

/** Runs all cases of a file in the format of `engine.json`. */
export async function runEngineFile(file: string): Promise<CaseResult[]> {
  const { cases, filters, api } = JSON.parse(readFileSync(file, 'utf8')) as EngineFile; // the format is the file's promise
  const results: CaseResult[] = [];
  for (const scenario of cases) results.push(await guarded(scenario.id, () => runScenario(scenario)));
  for (const each of filters) results.push(await guarded(each.id, () => runFilterCase(each)));
  for (const each of api) results.push(await guarded(each.id, () => runApiCase(each)));
  return results;
}

async function guarded(id: string, run: () => Promise<CaseResult>): Promise<CaseResult> {
  try {
    return await run();
  } catch (error) {
    return { id, outcome: 'failed', detail: String(error) };
  }
}

/** Plays a scenario, with steps and handlers that return promises and with ones that do not, and judges both. */
export async function runScenario(scenario: Scenario): Promise<CaseResult> {
  const results = [await judge(scenario, 'sync'), await judge(scenario, 'async')];
  return results.find(({ outcome }) => outcome === 'failed') ?? results[0] ?? { id: scenario.id, outcome: 'failed', detail: 'nothing was played' };
}

async function judge(scenario: Scenario, mode: Mode): Promise<CaseResult> {
  const { id } = scenario;
  let player: Player;
  try {
    player = new Player(scenario, mode);
  } catch (error) {
    if (error instanceof OptionError && filtersUncounted(scenario)) return { id, outcome: 'departed', departures: [UNCOUNTED] };
    throw error;
  }
  const recording = await player.play();
  const ours = segmentsOf(recording);
  const expected = segmentsOf(copy(scenario.expected));
  const departures: string[] = [];
  let comparableRuns = expected.length;
  for (const { name, apply } of DEPARTURES) {
    const { changed, from = comparableRuns } = apply(scenario, expected);
    if (changed) departures.push(name);
    comparableRuns = Math.min(comparableRuns, from);
  }
  // Ignite returns nothing after an error; from there on ours is held against a run that was terminated at the same place.
  const nothing = expected.findIndex(({ state }) => state.returned === 'none');
  if (nothing >= 0 && expected[nothing - 1]?.error != null) {
    departures.push(AFTER_ERROR);
    comparableRuns = Math.min(comparableRuns, nothing);
    const twin = segmentsOf(await new Player(terminatedInstead(scenario), mode).play());
    const detail = difference(twin, ours, nothing, ours.length, true);
    if (detail !== undefined) return { id, outcome: 'failed', detail: `${mode}, after the error: ${detail}` };
  }
  const detail = difference(expected, ours, 0, comparableRuns, false) ?? (comparableRuns < expected.length ? undefined : extras(scenario, recording));
  if (detail !== undefined) return { id, outcome: 'failed', detail: `${mode}, ${departures.join(' + ') || 'as Ignite'}: ${detail}` };
  return departures.length === 0 ? { id, outcome: 'passed' } : { id, outcome: 'departed', departures };
}

/** A deep copy in this realm: inside jest `structuredClone` makes objects of another, which are never strictly equal. */
function copy<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T;
}

function difference(expected: Segment[], ours: Segment[], from: number, to: number, allMessages: boolean): string | undefined {
  for (let run = from; run < to; run++) {
    const [a, b] = [expected[run], ours[run]];
    if (a === undefined || b === undefined) return `run ${run} is missing`;
    const wrote = allMessages || (a.error?.about.startsWith('raised by the scenario') ?? false);
    const [wanted, got] = [comparable(a, wrote), comparable(b, wrote)];
    if (!isDeepStrictEqual(wanted, got)) return `run ${run}: expected ${JSON.stringify(wanted)}, got ${JSON.stringify(got)}`;
  }
  return undefined;
}

function extras({ expected }: Scenario, recording: Scenario['expected']): string | undefined {
  for (const key of ['stateDicts', 'evaluatorBatches'] as const) {
    if (!isDeepStrictEqual(expected[key], recording[key])) return `${key}: expected ${JSON.stringify(expected[key])}, got ${JSON.stringify(recording[key])}`;
  }
  return undefined;
}

/** The same scenario, ended by `terminate()` wherever it ends by an error. */
function terminatedInstead(scenario: Scenario): Scenario {
  const stop: Action = { terminate: { skipCompleted: true } };
  const fails = (action: Action, on: string): boolean => {
    const name = typeof action === 'string' ? action : Object.keys(action)[0];
    return name === 'raise' || (name === 'terminateEpoch' && (on === 'STARTED' || on === 'EPOCH_STARTED'));
  };
  const { processSteps = [] } = scenario.engine;
  return {
    ...scenario,
    engine: { ...scenario.engine, processSteps: processSteps.map((step) => (fails(step.action, 'process') ? { ...step, action: stop } : step)) },
    handlers: scenario.handlers.map((handler) => (fails(handler.action, handler.on) ? { ...handler, action: stop } : handler)),
  };
}
