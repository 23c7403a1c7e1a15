import { OptionError } from '../errors';
import { hasMethods, isThenable } from '../internal';

/** Watches the handlers of an engine at work, such as a profiler. Handlers are told apart by identity: they come as they were registered. */
export interface HandlerObserver {
  /** For each handler that is registered for an event: at once for those there are, later for those that are added. */
  registered?(eventName: string, handler: object): void;
  /** Before a handler is called. The function that it returns is called when the handler is done: when it has returned or thrown, or its promise has settled. */
  called(eventName: string, handler: object): () => void;
}

/** Refuses what is no observer. */
export function checkObserver(observer: HandlerObserver): void {
  if (!hasMethods(observer, 'called')) throw new OptionError({ owner: 'observeHandlers', expected: 'an object with called(eventName, handler)', got: observer });
}

/** Calls a handler before the eyes of observers. */
export function callObserved(observers: readonly HandlerObserver[], eventName: string, handler: object, call: () => unknown): unknown {
  const ends = observers.map((observer) => observer.called(eventName, handler));
  const end = (): void => ends.forEach((each) => each());
  let result: unknown;
  try {
    result = call();
  } catch (error) {
    end();
    throw error;
  }
  if (!isThenable(result)) {
    end();
    return result;
  }
  return result.then(
    (value) => {
      end();
      return value;
    },
    (error: unknown) => {
      end();
      throw error;
    },
  );
}
