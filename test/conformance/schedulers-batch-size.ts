import { arrayDataset, DataLoader } from '../../src/data';
import { Engine, Events } from '../../src/engine';
import { describe, OptionError } from '../../src/errors';
import { BatchSizeScheduler } from '../../src/handlers';
import type { CaseResult } from './result';
import type { FunctionJson } from './schedulers-values';
import { differences, toFunction } from './schedulers-values';

/** A case of the section `batchSize`. */
export interface BatchSizeCase {
  readonly id: string;
  readonly options: { readonly schedulerFn: FunctionJson; readonly saveHistory?: boolean };
  readonly datasetSize: number;
  readonly batchSize: number;
  readonly attach: { readonly event?: keyof typeof Events; readonly maxEpochs: number; readonly epochLength?: number };
  readonly expected: Readonly<Record<string, unknown>> & { readonly simulateValues?: readonly unknown[] };
}

const KEYS = ['seen', 'state', 'paramHistory', 'stateDict', 'simulateValues'];

export async function runBatchSize({ id, options, datasetSize, batchSize, attach, expected }: BatchSizeCase): Promise<CaseResult> {
  const schedulerFn = toFunction(options.schedulerFn);
  const { saveHistory = false } = options;
  const dataset = arrayDataset(Array.from({ length: datasetSize }, (_, index) => index));
  const loader = new DataLoader(dataset, { batchSize, collate: (samples: readonly number[]) => samples });
  const scheduler = new BatchSizeScheduler(loader, { schedulerFn, saveHistory });
  const seen: (readonly [number, number])[] = [];
  const engine = new Engine(({ state }, batch: readonly number[]) => void seen.push([state.epoch, batch.length]));
  const { event, ...limits } = attach;
  scheduler.attach(engine, event === undefined ? undefined : Events[event]);
  const refused = await engine.run(loader, limits).then(
    () => undefined,
    (error: unknown) => error,
  );
  if (expected.error !== undefined) {
    return refused instanceof OptionError ? { id, outcome: 'passed' } : { id, outcome: 'failed', detail: `expected a refusal, got ${describe(refused)}` };
  }
  if (refused !== undefined) return { id, outcome: 'failed', detail: describe(refused) };
  const { epoch, iteration, epochLength, attributes } = engine.state;
  const simulateValues = BatchSizeScheduler.simulateValues(expected.simulateValues?.length ?? 0, { schedulerFn });
  const ours = { seen, state: { epoch, iteration, epochLength }, paramHistory: attributes.paramHistory, stateDict: scheduler.stateDict(), simulateValues };
  const wrong = differences(ours, expected, KEYS);
  return wrong.length === 0 ? { id, outcome: 'passed' } : { id, outcome: 'failed', detail: wrong.join('; ') };
}
