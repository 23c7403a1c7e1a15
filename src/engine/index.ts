/** The engine: runs a step over data, fires events, calls handlers. Knows no tensors beyond their shape. */
export { releaseTensors } from './release';
export type { Release } from './release';
export { epochRandom } from './deterministic';
export { Engine } from './engine';
export type { AnyEngine, Step } from './engine';
export type { EngineOptions } from './engine-options';
export type { EngineView } from './engine-view';
export type { DataSource, LazySource, SourceTraits } from './data-source';
export { EngineEvent, EventList, Events, defineEvent, defineEvents } from './events';
export type { EventArguments, EventName } from './events';
export type { EventFilter } from './filters';
export type { Handler, HandlerObject } from './handler';
export type { HandlerObserver } from './handler-observer';
export { RemovableEventHandle } from './removable-event-handle';
export type { RunOptions } from './run-rules';
export { State } from './state';
export type { Times } from './state';
