import type { AnyEngine, EngineEvent } from '../../engine';
import { StateError } from '../../errors';
import type { MaybePromise } from '../../internal';
import type { GlobalStepTransform } from '../global-step-from-engine';
import type { LogContent, LogKind } from './log-record';

/** What a log handler writes to: an {@link ExperimentLogger}. */
export interface LogTarget {
  /** Its name in messages. */
  readonly owner: string;
  /** Whether records of a kind have a place in it. */
  takes(kind: LogKind): boolean;
  log(content: LogContent, step: number): void;
  /** Logs what a promise gives, without anybody waiting for it. */
  logLater(contents: Promise<readonly LogContent[]>, step: number): void;
  logScalars(values: Readonly<Record<string, number>>, step: number): void;
  /** Says something, the first time only. */
  warnOnce(message: string): void;
}

/** What {@link ExperimentLogger.attach} calls at an event; a returned promise is awaited. */
export type LogHandler = (engine: AnyEngine, logger: LogTarget, event: EngineEvent, ...args: readonly unknown[]) => MaybePromise<void>;

/** The step that something belongs to: what the transform says, else the counter of the event on this engine. */
export function globalStep(owner: string, engine: AnyEngine, event: EngineEvent, transform?: GlobalStepTransform): number {
  const { state } = engine;
  const { counter = 'iteration' } = event;
  const step: unknown = transform === undefined ? (counter === 'iteration' || counter === 'epoch' ? state[counter] : state.attributes[counter]) : transform(engine, event.name);
  if (typeof step === 'number' && Number.isSafeInteger(step)) return step;
  throw new StateError({ owner: `${owner}.globalStepTransform`, expected: 'a whole number as the step', got: step });
}
