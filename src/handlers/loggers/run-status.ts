import type { AnyEngine } from '../../engine';
import { Events, RemovableEventHandle } from '../../engine';

/** How an experiment server may say that a run ended, in MLflow's words. */
export type RunStatus = 'FINISHED' | 'FAILED' | 'KILLED';

/** Tells how the run of an engine ends: FAILED by an error, KILLED by `interrupt()`, FINISHED when it completes after all. */
export function followStatus(engine: AnyEngine, tell: (status: RunStatus) => void): RemovableEventHandle {
  const handles = [
    engine.on(Events.EXCEPTION_RAISED, () => tell('FAILED')),
    engine.on(Events.INTERRUPT, () => tell('KILLED')),
    engine.on(Events.COMPLETED, () => tell('FINISHED')),
  ];
  return new RemovableEventHandle(() => handles.forEach((handle) => handle.remove()));
}
