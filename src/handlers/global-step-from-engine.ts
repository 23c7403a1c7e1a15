import type { AnyEngine, EngineEvent } from '../engine';
import { Events } from '../engine';
import { StateError } from '../errors';

/** Says which step something belongs to, from the engine that a handler is called by and the event that it is called at. */
export type GlobalStepTransform = (engine: AnyEngine, eventName: string | null) => number;

/**
 * Takes the step from another engine: an evaluator's handler counts by the trainer.
 *
 * The event's counter is read: epochs for EPOCH_COMPLETED and COMPLETED, iterations for ITERATION_COMPLETED, and epochs for an
 * event that is not counted.
 *
 * @param engine the engine to count by
 * @param event its counter is read instead of that of the event which fired
 *
 * @example
 * ```ts
 * import { Engine, Events, globalStepFromEngine } from 'tfjs-ignite';
 *
 * const trainer = new Engine(() => 0);
 * await trainer.run([1, 2, 3], { maxEpochs: 2 });
 * globalStepFromEngine(trainer)(new Engine(() => 0), 'COMPLETED'); // => 2
 * globalStepFromEngine(trainer, Events.ITERATION_COMPLETED)(new Engine(() => 0), 'COMPLETED'); // => 6
 * ```
 */
export function globalStepFromEngine(engine: AnyEngine, event?: EngineEvent): GlobalStepTransform {
  const events: Readonly<Record<string, EngineEvent | undefined>> = Events;
  return (_, eventName) => {
    const { counter = 'epoch' } = event ?? (eventName === null ? undefined : events[eventName]) ?? {};
    const { state } = engine;
    const step = counter === 'epoch' ? state.epoch : counter === 'iteration' ? state.iteration : state.attributes[counter];
    if (typeof step === 'number') return step;
    throw new StateError({ owner: `globalStepFromEngine(${String(event)})`, expected: `the engine to count ${counter}`, got: step });
  };
}
