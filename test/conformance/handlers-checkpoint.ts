import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { FileStore, StateDict, StateTree } from '../../src/contracts';
import type { AnyEngine, EngineEvent } from '../../src/engine';
import { Engine, Events } from '../../src/engine';
import { OptionError, StateError } from '../../src/errors';
import type { CheckpointMetadata, GlobalStepTransform, KeeperOptions } from '../../src/handlers';
import { Checkpoint, CheckpointEvents, globalStepFromEngine, ModelCheckpoint } from '../../src/handlers';
import { fsStore } from '../../src/node/fs-store';
import { replaceStrings, withOurExtension } from './handlers-values';
import type { CaseResult } from './result';

type EventName = keyof typeof Events;

interface Call {
  readonly epoch: number;
  readonly iteration: number;
  readonly files: readonly string[];
  readonly lastCheckpoint: string | null;
  readonly saved: readonly (readonly [number, string])[];
  readonly savedEvents: number;
}

interface Outcome {
  readonly calls: readonly Call[];
  readonly log?: readonly (readonly [string, string])[];
  readonly metadata?: readonly CheckpointMetadata[];
  readonly lastContentKeys?: readonly string[];
}

/** A case of the sections `checkpoint` and `modelCheckpoint`. */
export interface CheckpointCase {
  readonly id: string;
  readonly toSave: readonly string[];
  readonly options: Omit<KeeperOptions, 'scoreFunction' | 'globalStepTransform'> & {
    readonly scoreFunction?: true;
    readonly globalStepTransform?: { readonly kind: 'epoch' | 'iteration' | 'list' | 'fromEngine'; readonly values?: readonly number[]; readonly event?: EventName };
    readonly requireEmpty?: boolean;
    readonly atomic?: boolean;
  };
  readonly scores: readonly number[] | null;
  readonly run: { readonly event: EventName; readonly filter?: Readonly<Record<string, number>> | null; readonly dataLength: number; readonly maxEpochs: number };
  readonly onEvaluator?: boolean;
  readonly roundTripAfter?: number;
  readonly resetAfter?: number;
  readonly disk?: boolean;
  readonly existing?: readonly string[];
  readonly expected: Outcome | { readonly error: unknown };
}

interface Played extends Outcome {
  readonly error?: Error;
  /** Names in the folder at the end. */
  readonly left: readonly string[];
}

export async function runCheckpoint(one: CheckpointCase): Promise<CaseResult> {
  const { id } = one;
  const departures: string[] = [];
  const ours = await play(one);
  if ('error' in one.expected) return judgeRefusal(one, ours);
  if (ours.error !== undefined) return { id, outcome: 'failed', detail: String(ours.error) };
  const expected = ourWay(one, withOurExtension(one.expected), departures);
  for (const key of ['calls', 'log', 'metadata', 'lastContentKeys'] as const) {
    if (expected[key] === undefined || isDeepStrictEqual(ours[key], expected[key])) continue;
    return { id, outcome: 'failed', detail: `${key}: ${JSON.stringify(ours[key])} instead of ${JSON.stringify(expected[key])}` };
  }
  return departures.length === 0 ? { id, outcome: 'passed' } : { id, outcome: 'departed', departures };
}

function judgeRefusal({ id, existing = [] }: CheckpointCase, { error, calls, left }: Played): CaseResult {
  if (error instanceof OptionError && calls.length === 0) return { id, outcome: 'passed' };
  if (error instanceof StateError && calls.length === 0 && isDeepStrictEqual(left, withOurExtension([...existing]).sort())) {
    return { id, outcome: 'departed', departures: ['A store that is not empty is refused when the run starts'] };
  }
  return { id, outcome: 'failed', detail: `expected a refusal, got ${String(error)}` };
}

/** Ignite's results with our decisions put in, each recognised by what it changes. */
function ourWay(one: CheckpointCase, golden: Outcome, departures: string[]): Outcome {
  let expected = golden;
  const renamed = new Map(
    expected.calls.flatMap(({ saved }) => saved).flatMap(([priority, name]) => {
      const text = priority.toFixed(4).replace(/^(?!-)/, Object.is(priority, -0) ? '-' : '');
      return Number.isInteger(priority) && name.includes(text) ? [[name, name.replace(text, String(priority))] as const] : [];
    }),
  );
  if (renamed.size > 0) {
    departures.push('A whole score is written without decimals');
    expected = replaceStrings(expected, (text) => renamed.get(text) ?? text);
    expected = { ...expected, calls: expected.calls.map((call) => ({ ...call, files: [...call.files].sort() })) };
  }
  const log = expected.log?.flatMap((entry, index, all) => {
    const [previous, next] = [all[index - 1], all[index + 1]];
    if (entry[0] === 'remove' && next?.[0] === 'save') return [];
    return entry[0] === 'save' && previous?.[0] === 'remove' && previous[1] !== entry[1] ? [entry, previous] : [entry];
  });
  if (log !== undefined && !isDeepStrictEqual(log, expected.log)) {
    departures.push('A checkpoint is written before an old one is removed');
    expected = { ...expected, log };
  }
  if (one.options.includeSelf === true && one.toSave.length === 1 && expected.lastContentKeys !== undefined) {
    departures.push('A single object is not mixed with the state of its checkpointer');
    expected = { ...expected, lastContentKeys: [...one.toSave, 'checkpointer'].sort() };
  }
  if (one.options.atomic === false) departures.push('Files are always written as a whole');
  return expected;
}

async function play(one: CheckpointCase): Promise<Played> {
  const folder = one.disk === true ? mkdtempSync(join(tmpdir(), 'model-checkpoint-')) : undefined;
  const calls: Call[] = [];
  const log: [string, string][] = [];
  const metadata: CheckpointMetadata[] = [];
  const files = new Set<string>();
  let lastContent: StateTree = {};
  const store = folder === undefined ? undefined : fsStore(folder);
  // Copied, since Node's own lists have another prototype than those of a test.
  const list = async (): Promise<string[]> => [...(store === undefined ? files : await store.list())].sort();
  const saveHandler = {
    save: (content: StateTree, filename: string, about: CheckpointMetadata) => {
      log.push(['save', filename]);
      metadata.splice(0, 1, about);
      files.add(filename);
      lastContent = content;
    },
    remove: (filename: string) => {
      log.push(['remove', filename]);
      files.delete(filename);
    },
  };
  try {
    for (const name of withOurExtension(one.existing ?? [])) writeFileSync(join(folder ?? '', name), '');
    await drive(one, { store, saveHandler, list, calls });
    return { calls, log, metadata, lastContentKeys: Object.keys(lastContent).sort(), left: await list() };
  } catch (error) {
    return { calls, log, metadata, error: error instanceof Error ? error : new Error(String(error)), left: await list() };
  } finally {
    if (folder !== undefined) rmSync(folder, { recursive: true });
  }
}

interface Bench {
  readonly store: FileStore | undefined;
  readonly saveHandler: { save(content: StateTree, filename: string, about: CheckpointMetadata): void; remove(filename: string): void };
  readonly list: () => Promise<string[]>;
  readonly calls: Call[];
}

async function drive(one: CheckpointCase, { store, saveHandler, list, calls }: Bench): Promise<void> {
  const trainer = new Engine(() => 0);
  const evaluator = new Engine(() => 0);
  const target: AnyEngine = one.onEvaluator === true ? evaluator : trainer;
  const objects = Object.fromEntries(one.toSave.map((name, index): [string, StateDict] => [name, { stateDict: () => ({ value: index }), loadStateDict: () => undefined }]));
  const { scoreFunction, globalStepTransform, requireEmpty } = one.options;
  const shared = ['filenamePrefix', 'scoreName', 'nSaved', 'filenamePattern', 'includeSelf', 'greaterOrEqual'] as const;
  const options: KeeperOptions = {
    ...Object.fromEntries(shared.flatMap((key) => (one.options[key] === undefined ? [] : [[key, one.options[key]]]))),
    ...(scoreFunction === undefined ? {} : { scoreFunction: () => one.scores?.[calls.length] ?? NaN }),
    ...(globalStepTransform === undefined ? {} : { globalStepTransform: stepTransform(globalStepTransform, trainer, calls) }),
  };
  const make = (): { handler: Checkpoint | ModelCheckpoint; handle: () => Promise<void> } => {
    if (store === undefined) {
      const handler = new Checkpoint({ ...options, toSave: objects, saveHandler });
      return { handler, handle: () => handler.handle(target) };
    }
    const handler = new ModelCheckpoint({ ...options, store, ...(requireEmpty === undefined ? {} : { requireEmpty }) });
    return { handler, handle: () => handler.handle(target, objects) };
  };
  let { handler, handle } = make();
  let savedEvents = 0;
  target.on(CheckpointEvents.SAVED_CHECKPOINT, () => savedEvents++);
  const call = async (): Promise<void> => {
    savedEvents = 0;
    const score = one.scores?.[calls.length];
    if (score !== undefined) target.state.metrics[one.options.scoreName ?? 'score'] = score;
    await handle();
    const { epoch, iteration } = trainer.state;
    const saved = handler.saved.map(({ priority, filename }) => [priority, filename] as const);
    calls.push({ epoch, iteration, files: await list(), lastCheckpoint: handler.lastCheckpoint, saved, savedEvents });
    if (calls.length === one.resetAfter) handler.reset();
    if (calls.length !== one.roundTripAfter) return;
    const state = handler.stateDict();
    ({ handler, handle } = make());
    handler.loadStateDict(state);
  };
  let event: EngineEvent = Events[one.run.event];
  for (const [name, value] of Object.entries(one.run.filter ?? {})) event = event[name as 'every'](value);
  if (one.onEvaluator === true) {
    evaluator.on(Events.COMPLETED, call);
    trainer.on(event, () => evaluator.run([0, 1]));
  } else trainer.on(event, call);
  await trainer.run(Array.from({ length: one.run.dataLength }, (_unused, index) => index), { maxEpochs: one.run.maxEpochs });
}

function stepTransform(
  { kind, values = [], event }: NonNullable<CheckpointCase['options']['globalStepTransform']>,
  trainer: Engine,
  calls: readonly Call[],
): GlobalStepTransform {
  if (kind === 'fromEngine') return globalStepFromEngine(trainer, event === undefined ? undefined : Events[event]);
  return () => (kind === 'list' ? (values[calls.length] ?? NaN) : trainer.state[kind]);
}
