import * as tf from '@tensorflow/tfjs-core';
import { Engine } from '../../src/engine';
import { OptionError, StateError } from '../../src/errors';
import type { LRSearchOptions } from '../../src/handlers';
import { FastaiLRFinder } from '../../src/handlers';
import { SGD } from '../../src/optim';
import type { CaseResult } from './result';

type Options = Pick<LRSearchOptions, 'numIter' | 'startLr' | 'endLr' | 'stepMode' | 'smoothF' | 'divergeTh'>;
type Rates = number | readonly number[];

interface Outcome {
  readonly iterations: number;
  /** One step ahead of what was used. */
  readonly lr: readonly Rates[];
  readonly loss: readonly number[];
  readonly usedLr: readonly (readonly number[])[];
  readonly diverged: boolean;
  readonly warnings: readonly unknown[];
  readonly suggestion?: Rates;
  readonly suggestionError?: unknown;
  readonly appliedLr?: readonly number[];
  readonly stateAfter: Readonly<Record<string, number | null>>;
}

/** A case of the section `lrFinder`. */
export interface LrFinderCase {
  readonly id: string;
  readonly options: Options;
  readonly optimizer: { readonly groups: readonly { readonly lr: number }[] };
  readonly losses: readonly number[];
  readonly run: { readonly dataLength: number; readonly maxEpochs: number };
  readonly expected: Outcome | { readonly error: unknown };
}

interface Played {
  readonly lr: readonly (readonly number[])[];
  readonly loss: readonly number[];
  readonly diverged: boolean;
  readonly warnings: number;
  readonly suggestion: readonly number[] | null;
  readonly applied: readonly number[];
  readonly restored: readonly number[];
  readonly stateAfter: Readonly<Record<string, number | null>>;
}

export async function runLrFinder(one: LrFinderCase): Promise<CaseResult> {
  const { id, expected } = one;
  let ours: Played;
  try {
    ours = await play(one);
  } catch (error) {
    if (error instanceof OptionError && 'error' in expected) return { id, outcome: 'passed' };
    throw error;
  }
  if ('error' in expected) return { id, outcome: 'failed', detail: 'was not refused' };
  const before = one.optimizer.groups.map(({ lr }) => lr);
  const logged = expected.lr.map(list);
  const rest = {
    loss: expected.loss,
    diverged: expected.diverged,
    warnings: expected.warnings.length,
    restored: before,
    stateAfter: expected.stateAfter,
  };
  const suggested = expected.suggestion === undefined ? undefined : list(expected.suggestion);
  const golden: Played = { ...rest, lr: logged, suggestion: suggested ?? null, applied: expected.appliedLr ?? before };
  if (ours.loss.length === expected.iterations && same(ours, golden)) return { id, outcome: 'passed' };

  // Ours are the rates that Ignite used; only its first iteration, which Ignite leaves to the optimizer, begins at `startLr`.
  const used = [starts(one, before), ...expected.usedLr.slice(1)];
  const index = logged.findIndex((rates) => same(rates, suggested));
  const suggestion = index < 0 ? null : (used[index] ?? null);
  const departed: Played = { ...rest, lr: used, suggestion, applied: suggestion ?? before };
  if (ours.loss.length === expected.iterations && (suggestion === null) === (suggested === undefined) && same(ours, departed)) {
    return { id, outcome: 'departed', departures: ['The rate that is logged is the one that was used'] };
  }
  return { id, outcome: 'failed', detail: `${JSON.stringify(ours)} instead of ${JSON.stringify(departed)}` };
}

async function play({ options, optimizer: { groups }, losses, run }: LrFinderCase): Promise<Played> {
  const optimizer = new SGD(groups.map(({ lr }, index) => ({ params: [{ name: `w${index}`, variable: tf.variable(tf.scalar(0)) }], lr })));
  const trainer = new Engine(({ state }) => losses[state.iteration - 1] ?? losses.at(-1) ?? NaN);
  let warnings = 0;
  const finder = new FastaiLRFinder({ logger: { info() {}, warn: () => (warnings += 1), error() {} } });
  const data = Array.from({ length: run.dataLength }, (_, index) => index);
  const { lr, loss, diverged } = await finder.run(trainer, data, { ...options, toSave: { optimizer } }, { maxEpochs: run.maxEpochs });
  const rates = (): number[] => optimizer.paramGroups.map((group) => group.lr);
  const restored = rates();
  let suggestion: number[] | null = null;
  try {
    suggestion = finder.lrSuggestions();
    finder.applySuggestedLr(optimizer);
  } catch (error) {
    if (!(error instanceof StateError)) throw error;
  }
  const { epoch, iteration, maxEpochs, epochLength } = trainer.state;
  return { lr, loss, diverged, warnings, suggestion, applied: rates(), restored, stateAfter: { epoch, iteration, maxEpochs, epochLength } };
}

function starts({ options: { startLr } }: LrFinderCase, groups: readonly number[]): readonly number[] {
  return typeof startLr === 'number' ? groups.map(() => startLr) : (startLr ?? groups);
}

function list(rates: Rates): readonly number[] {
  return typeof rates === 'number' ? [rates] : rates;
}

/** Deep equality, numbers within a relative 1e-9: both sides are doubles. */
function same(ours: unknown, expected: unknown): boolean {
  if (typeof ours === 'number' && typeof expected === 'number') return Math.abs(ours - expected) <= 1e-9 * Math.abs(expected) || Object.is(ours, expected);
  if (typeof ours !== 'object' || typeof expected !== 'object' || ours === null || expected === null) return ours === expected;
  const [a, b] = [Object.entries(ours), new Map<string, unknown>(Object.entries(expected))];
  return a.length === b.size && a.every(([key, value]) => same(value, b.get(key)));
}
