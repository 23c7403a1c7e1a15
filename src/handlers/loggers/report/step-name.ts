import type { RunState } from './report-data';

/** Says a step in words. */
export type StepName = (step: number) => string;

/** Steps within the epochs that there were are epochs, later ones are iterations; without a run they are steps. */
export function stepNames({ status, epoch }: RunState): StepName {
  return (step) => `${status === 'unknown' || step === 0 ? 'step' : step <= epoch ? 'epoch' : 'iteration'} ${step}`;
}
