import type { StateTree } from '../../src/contracts';
import { Engine } from '../../src/engine';
import { OptionError } from '../../src/errors';
import type { CaseResult } from './result';
import type { Built, OptimizerJson, SchedulerJson } from './schedulers-build';
import { build, buildSchedule, isSchedule } from './schedulers-build';
import type { Attachment } from './schedulers-values';
import { differences, toEvent } from './schedulers-values';

type Rows = readonly (readonly number[])[];

interface Expected extends Readonly<Record<string, unknown>> {
  readonly error?: unknown;
  readonly callError?: { readonly at: number };
  readonly values?: Rows;
  readonly torchValues?: Rows;
  readonly agrees?: boolean;
  readonly simulateValues?: Rows;
  readonly simulateError?: unknown;
}

/** A case of the section `paramSchedulers`. */
export interface ParamCase extends SchedulerJson {
  readonly id: string;
  readonly optimizer: { readonly groups: readonly { readonly lr: number; readonly momentum?: number }[] };
  readonly numEvents: number;
  readonly resumeAt?: number;
  readonly attach?: Attachment;
  readonly expected: Expected;
}

const KEYS = ['initial', 'values', 'callError', 'paramHistory', 'stateDict', 'resumedValues', 'simulateValues', 'simulateError', 'seen'];

export async function runParam(one: ParamCase): Promise<CaseResult> {
  const { id, expected } = one;
  if (expected.error !== undefined) return judgeRefusal(one);
  const ours = { ...play(one), ...(one.attach === undefined ? {} : { seen: await attached(one, one.attach) }) };
  const departures: string[] = [];
  let wrong = differences(ours, expected, KEYS);
  for (const [title, decide] of RULES) {
    const others = decide(one);
    if (wrong.length === 0 || others === undefined) continue;
    const ruled = Object.keys(others);
    departures.push(title);
    wrong = [...differences(ours, expected, KEYS.filter((key) => !ruled.includes(key))), ...differences(ours, others, ruled)];
  }
  if (wrong.length > 0) return { id, outcome: 'failed', detail: wrong.join('; ') };
  return departures.length === 0 ? { id, outcome: 'passed' } : { id, outcome: 'departed', departures };
}

function judgeRefusal(one: ParamCase): CaseResult {
  try {
    build(one, fresh(one));
  } catch (error) {
    return error instanceof OptionError ? { id: one.id, outcome: 'passed' } : { id: one.id, outcome: 'failed', detail: String(error) };
  }
  return { id: one.id, outcome: 'failed', detail: 'was not refused' };
}

function fresh({ optimizer }: ParamCase): OptimizerJson {
  return { paramGroups: optimizer.groups.map((group) => ({ ...group })) };
}

/** The parameter in all groups: the one that the case schedules. */
function reader(optimizer: OptimizerJson, { scheduler }: Built): () => number[] {
  const name = scheduler.targets[0]?.paramName ?? '';
  return () => optimizer.paramGroups.map((group) => (group as Readonly<Record<string, number>>)[name] ?? NaN);
}

function play(one: ParamCase): Record<string, unknown> {
  const optimizer = fresh(one);
  const built = build(one, optimizer);
  const read = reader(optimizer, built);
  const engine = new Engine(() => 0);
  const initial = read();
  const values: number[][] = [];
  let saved: { readonly state: StateTree; readonly groups: OptimizerJson['paramGroups'] } | undefined;
  let callError: { readonly at: number } | undefined;
  for (let at = 0; at < one.numEvents && callError === undefined; at++) {
    if (at === one.resumeAt) saved = { state: roundTrip(built.scheduler.stateDict()), groups: optimizer.paramGroups.map((group) => ({ ...group })) };
    try {
      built.scheduler.handle(engine);
      values.push(read());
    } catch {
      callError = { at };
    }
  }
  const stateDict = built.scheduler.stateDict();
  let resumedValues: number[][] | undefined;
  if (saved !== undefined) {
    const again = { paramGroups: saved.groups };
    const resumed = build(one, again);
    resumed.scheduler.loadStateDict(saved.state);
    const readAgain = reader(again, resumed);
    resumedValues = Array.from({ length: one.numEvents - (one.resumeAt ?? 0) }, () => {
      resumed.scheduler.handle(engine);
      return readAgain();
    });
  }
  const another = fresh(one);
  const rows = build(one, another).simulate(one.numEvents);
  return { initial, values, callError, stateDict, resumedValues, paramHistory: engine.state.attributes.paramHistory, simulateValues: rows };
}

/** As it comes back from a file. */
function roundTrip(state: StateTree): StateTree {
  return JSON.parse(JSON.stringify(state)) as StateTree;
}

async function attached(one: ParamCase, attachment: Attachment): Promise<number[][]> {
  const optimizer = fresh(one);
  const built = build(one, optimizer);
  const read = reader(optimizer, built);
  const seen: number[][] = [];
  const engine = new Engine(() => void seen.push(read()));
  built.scheduler.attach(engine, toEvent(attachment, 'ITERATION_STARTED'));
  for (let run = 0; run < (attachment.runs ?? 1); run++) {
    await engine.run(Array.from({ length: attachment.dataLength }, (_, index) => index), { maxEpochs: attachment.maxEpochs });
  }
  return seen;
}

type Rule = (one: ParamCase) => Readonly<Record<string, unknown>> | undefined;

/** What the documentation says instead of Ignite, by the title it says it under, and only for the cases that it touches. */
const RULES: readonly (readonly [string, Rule])[] = [
  ['LRScheduler gives the rates that torch gives', torchRates],
  ['All groups warm up for the same number of events', commonWarmup],
  ['simulateValues works with a paramGroupIndex', groupSimulation],
  ['simulateValues gives the values of a run', runSimulation],
];

/** The schedule's own sequence, wherever Ignite's wrapper leaves it. */
function torchRates({ kind, options, expected: { agrees, torchValues } }: ParamCase): ReturnType<Rule> {
  if (kind !== 'LRScheduler' || torchValues === undefined) return undefined;
  const simulateValues = torchValues.map((row, index) => [index, ...row]);
  if (options.useLegacy === true) return { simulateValues };
  if (agrees !== false) return undefined;
  // What else the golden case has follows from Ignite's sequence.
  return { values: torchValues, simulateValues, seen: undefined, resumedValues: undefined, paramHistory: undefined };
}

/** With several groups: all get to the warmup's end together, and back to their first rates. */
function commonWarmup(one: ParamCase): ReturnType<Rule> {
  const { kind, options, optimizer, numEvents } = one;
  const inner = options.lrScheduler;
  if (kind !== 'createLrSchedulerWithWarmup' || optimizer.groups.length < 2 || inner === undefined || !isSchedule(inner.kind)) return undefined;
  const { warmupStartValue: start, warmupEndValue, warmupDuration: duration } = options as { warmupStartValue: number; warmupEndValue?: number; warmupDuration: number };
  const after = fresh(one);
  const schedule = buildSchedule(inner, after);
  const firsts = after.paramGroups.map(({ lr }) => lr);
  const ends = firsts.map((first) => warmupEndValue ?? first);
  const back = firsts.some((first, group) => first !== ends[group]) ? 1 : 0;
  const values = Array.from({ length: numEvents }, (_, event) => {
    if (event < duration) return ends.map((end) => start + ((end - start) * event) / (duration - 1));
    if (event < duration + back) return firsts;
    schedule.step();
    return after.paramGroups.map(({ lr }) => lr);
  });
  const simulateValues = values.slice(0, options.outputSimulatedValues).map((row, index) => [index, ...row]);
  return { values, simulateValues, seen: undefined, resumedValues: undefined, stateDict: undefined };
}

function groupSimulation({ options: { paramGroupIndex }, expected: { values, simulateError } }: ParamCase): ReturnType<Rule> {
  if (simulateError === undefined || typeof paramGroupIndex !== 'number' || values === undefined) return undefined;
  return { simulateValues: values.map((row, index) => [index, row[paramGroupIndex]]), simulateError: undefined };
}

/** What Ignite's own run gives in the groups that the schedulers set. */
function runSimulation({ kind, options: { schedulers = [] }, expected: { values, simulateValues } }: ParamCase): ReturnType<Rule> {
  if (kind !== 'ParamGroupScheduler' || values === undefined || simulateValues === undefined) return undefined;
  const groups = schedulers.map(({ options }) => options.paramGroupIndex ?? 0) as number[];
  return { simulateValues: values.map((row, index) => [index, ...groups.map((group) => row[group])]) };
}
