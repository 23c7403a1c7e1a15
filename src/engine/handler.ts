import { OptionError } from '../errors';

/** An object that handles events; its method gets what a function would get. */
export interface HandlerObject<E, Args extends readonly unknown[]> {
  handle(engine: E, ...args: Args): unknown;
}

/** What can be registered for an event. A returned promise is awaited before the next handler runs. */
export type Handler<E, Args extends readonly unknown[]> = ((engine: E, ...args: Args) => unknown) | HandlerObject<E, Args>;

/** Any handler, as the dispatcher keeps it: the types were checked where it was registered. */
export type AnyHandler = Handler<never, never>;

/** A handler as a plain function of the engine and all arguments. */
export type HandlerFunction = (engine: unknown, ...args: readonly unknown[]) => unknown;

/** The function behind a handler; refuses what is none. */
export function handlerFunction(owner: string, handler: unknown): HandlerFunction {
  // Arguments were checked against the event's types by `on`.
  if (typeof handler === 'function') return handler as HandlerFunction;
  if (typeof handler === 'object' && handler !== null && 'handle' in handler && typeof handler.handle === 'function') {
    return handler.handle.bind(handler) as HandlerFunction;
  }
  throw new OptionError({ owner, expected: 'a handler: a function, or an object with a method handle(engine, ...args)', got: handler });
}
