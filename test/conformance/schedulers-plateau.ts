import { Engine } from '../../src/engine';
import { OptionError } from '../../src/errors';
import type { ReduceLROnPlateauOptions } from '../../src/handlers';
import { ReduceLROnPlateauScheduler } from '../../src/handlers';
import type { CaseResult } from './result';
import { differences } from './schedulers-values';

/** A case of the section `plateau`. */
export interface PlateauCase {
  readonly id: string;
  readonly options: Omit<ReduceLROnPlateauOptions, 'trainer'>;
  readonly optimizer: { readonly groups: readonly { readonly lr: number }[] };
  readonly metricValues: readonly number[];
  readonly expected: Readonly<Record<string, unknown>>;
}

const KEYS = ['values', 'paramHistory', 'simulateValues'];

export function runPlateau(one: PlateauCase): CaseResult {
  const { id, expected, options } = one;
  if (expected.error !== undefined) {
    try {
      play(one);
    } catch (error) {
      if (error instanceof OptionError) return { id, outcome: 'passed' };
      throw error;
    }
    return { id, outcome: 'failed', detail: 'was not refused' };
  }
  const ours = play(one);
  const wrong = differences(ours, expected, KEYS);
  if (wrong.length === 0) return { id, outcome: 'passed' };
  if (options.minLr === undefined) return { id, outcome: 'failed', detail: wrong.join('; ') };
  const still = differences(ours, withLeastRate(one), ['values', 'simulateValues']);
  return still.length === 0 ? { id, outcome: 'departed', departures: ['minLr of a plateau is kept to'] } : { id, outcome: 'failed', detail: still.join('; ') };
}

function play({ options, optimizer, metricValues, expected }: PlateauCase): Record<string, unknown> {
  const { metricName, saveHistory = false, paramGroupIndex, ...rules } = options;
  const paramGroups = optimizer.groups.map((group) => ({ ...group }));
  const trainer = new Engine(() => 0);
  const evaluator = new Engine(() => 0);
  const scheduler = new ReduceLROnPlateauScheduler(
    { paramGroups },
    { ...rules, metricName, saveHistory, trainer, ...(paramGroupIndex === undefined ? {} : { paramGroupIndex }) },
  );
  const values = metricValues.map((value) => {
    evaluator.state.metrics[metricName] = value;
    scheduler.handle(evaluator);
    return paramGroups.map(({ lr }) => lr);
  });
  const simulation = { ...rules, metricValues, initLr: optimizer.groups[0]?.lr ?? 0 };
  const simulateValues = expected.simulateValues === undefined ? undefined : ReduceLROnPlateauScheduler.simulateValues(metricValues.length, simulation);
  return { values, simulateValues, paramHistory: trainer.state.attributes.paramHistory };
}

/** The golden rates, but none below the least: with a factor below 1, each is the one before or that times the factor. */
function withLeastRate({ options: { minLr = 0, paramGroupIndex }, optimizer, expected }: PlateauCase): Record<string, unknown> {
  const least = (group: number): number => (typeof minLr === 'number' ? minLr : (minLr[group] ?? 0));
  const isScheduled = (group: number): boolean => paramGroupIndex === undefined || paramGroupIndex === group;
  const atLeast = (row: readonly number[]): number[] =>
    row.map((lr, group) => (isScheduled(group) ? Math.max(lr, Math.min(least(group), optimizer.groups[group]?.lr ?? 0)) : lr));
  const rows = (expected.values as readonly number[][]).map(atLeast);
  return { values: rows, simulateValues: expected.simulateValues === undefined ? undefined : rows.map(([first], index) => [index, first]) };
}
