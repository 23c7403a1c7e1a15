import * as z from 'zod/mini';
import type { StateDict, StateTree } from '../../contracts';
import type { AnyEngine, EngineEvent, EventList, RemovableEventHandle } from '../../engine';
import { hasMethods } from '../../internal';
import type { ParameterTarget, ParamValue } from './parameter-target';

/** What sets parameters of an optimizer from event to event: a scheduler, or several as one. */
export interface OptimizerScheduler extends StateDict {
  /** Where it writes at the next event. */
  readonly targets: readonly ParameterTarget[];
  /** Whether the values are kept in `state.attributes.paramHistory`. */
  saveHistory: boolean;
  /** The values of the next event; several schedulers as one have a list of them. */
  getParam(): ParamValue;
  /** Sets the values of the next event. */
  handle(engine: AnyEngine): void;
  /**
   * Sets the values of the next event.
   *
   * @param engine where the history is kept; without one there is none
   * @param historyName the name in the history. Default: the parameter's
   */
  advance(engine?: AnyEngine, historyName?: string): void;
  /** Sets the values at each such event. @param event default ITERATION_STARTED */
  attach(engine: AnyEngine, event?: EngineEvent | EventList): RemovableEventHandle;
  stateDict(): StateTree;
  loadStateDict(state: StateTree): void;
}

/** A scheduler, for schemas. */
export const schedulerSchema = z.custom<OptimizerScheduler>((value) => hasMethods(value, 'advance', 'getParam', 'stateDict', 'loadStateDict'), 'a parameter scheduler');

/** Loads states one after the other; when one does not fit, those before it get their old state back. */
export function loadAll(members: readonly { readonly scheduler: OptimizerScheduler; readonly state: StateTree }[]): void {
  const done: { readonly scheduler: OptimizerScheduler; readonly before: StateTree }[] = [];
  try {
    for (const { scheduler, state } of members) {
      const before = scheduler.stateDict();
      scheduler.loadStateDict(state);
      done.push({ scheduler, before });
    }
  } catch (error) {
    for (const { scheduler, before } of done) scheduler.loadStateDict(before);
    throw error;
  }
}
