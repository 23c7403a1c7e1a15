import type { StateValue } from '../../contracts';
import type { AnyEngine } from '../../engine';
import { StateError } from '../../errors';

/** The lists that were made here and may grow in place, by themselves; one that came from a checkpoint is copied first. */
const growing = new WeakMap<object, StateValue[]>();

/** Adds to the list `state.attributes.paramHistory[name]` of an engine, which is made when it is not there. */
export function appendHistory(owner: string, engine: AnyEngine, name: string, value: StateValue): void {
  historyList(owner, engine, name).push(value);
}

/** The list of a name in `state.attributes.paramHistory`, made when it is not there. */
export function historyList(owner: string, { state }: AnyEngine, name: string): StateValue[] {
  const history = state.attributes.paramHistory ?? {};
  if (typeof history !== 'object' || Array.isArray(history)) throw notOurs(owner, history);
  const entries = Object.entries(history as Readonly<Record<string, StateValue>>); // not a list, so an object
  const found = entries.find(([key]) => key === name)?.[1] ?? [];
  if (!Array.isArray(found)) throw notOurs(owner, found);
  const known = growing.get(found);
  if (known !== undefined) return known;
  const list = [...(found as readonly StateValue[])];
  growing.set(list, list);
  state.attributes.paramHistory = { ...Object.fromEntries(entries), [name]: list };
  return list;
}

function notOurs(owner: string, got: unknown): StateError {
  return new StateError({ owner: `${owner}: state.attributes.paramHistory`, expected: 'lists by parameter name, as schedulers write them', got, mend: 'Use another name for your own values.' });
}
