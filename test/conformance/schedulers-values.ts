import type { EngineEvent } from '../../src/engine';
import { Events } from '../../src/engine';

/** A function of the number of events, as a case writes it. */
export type FunctionJson =
  | { readonly kind: 'expMod'; readonly a: number; readonly gamma: number; readonly mod: number }
  | { readonly kind: 'inverse' | 'affine'; readonly a: number; readonly b: number }
  | { readonly kind: 'const'; readonly a: number };

export function toFunction(json: FunctionJson): (event: number) => number {
  switch (json.kind) {
    case 'expMod':
      return (event) => json.a * json.gamma ** (event % json.mod);
    case 'inverse':
      return (event) => json.a / (1 + json.b * event);
    case 'affine':
      return (event) => json.a + json.b * event;
    case 'const':
      return () => json.a;
  }
}

/** When a scheduler is called in a run. */
export interface Attachment {
  readonly event?: keyof typeof Events | null;
  readonly filter?: { readonly every?: number; readonly after?: number; readonly before?: number; readonly once?: number } | null;
  readonly dataLength: number;
  readonly maxEpochs: number;
  readonly runs?: number;
}

export function toEvent({ event, filter }: Attachment, byDefault: keyof typeof Events): EngineEvent {
  const plain: EngineEvent = Events[event ?? byDefault];
  const { every, after, before, once } = filter ?? {};
  let filtered = plain;
  if (once !== undefined) filtered = filtered.once(once);
  if (after !== undefined) filtered = filtered.after(after);
  if (before !== undefined) filtered = filtered.before(before);
  if (every !== undefined) filtered = filtered.every(every);
  return filtered;
}

/** The same structure, with numbers that agree within 1e-12 of their size. */
export function agree(ours: unknown, golden: unknown): boolean {
  if (typeof ours === 'number' && typeof golden === 'number') {
    return Object.is(ours, golden) || ours === golden || Math.abs(ours - golden) <= 1e-12 * Math.max(Math.abs(ours), Math.abs(golden));
  }
  if (Array.isArray(ours) && Array.isArray(golden)) return ours.length === golden.length && ours.every((item, index) => agree(item, golden[index]));
  if (isObject(ours) && isObject(golden)) {
    const keys = Object.keys(golden);
    return Object.keys(ours).length === keys.length && keys.every((key) => key in ours && agree(ours[key], golden[key]));
  }
  return ours === golden;
}

/**
 * Whether a saved state has what Ignite's has. Keys with an underscore are Ignite's own affair, and so is the count of a chain of schedulers, which
 * it inherits and never moves.
 */
export function agreeStates(ours: unknown, golden: unknown): boolean {
  if (Array.isArray(ours) && Array.isArray(golden)) return ours.length === golden.length && ours.every((item, index) => agreeStates(item, golden[index]));
  if (!isObject(ours) || !isObject(golden)) return agree(ours, golden);
  const ignored = 'durations' in golden ? ['eventIndex', 'paramGroupIndex'] : [];
  return Object.keys(golden).every((key) => key.startsWith('_') || ignored.includes(key) || agreeStates(ours[key], golden[key]));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What differs, key by key; nothing is expected of a key that the golden outcome lacks. */
export function differences(ours: Readonly<Record<string, unknown>>, golden: Readonly<Record<string, unknown>>, keys: readonly string[]): string[] {
  const wrong = keys.filter((key) => golden[key] !== undefined && !(key === 'stateDict' ? agreeStates : agree)(ours[key], golden[key]));
  return wrong.map((key) => `${key}: ${JSON.stringify(ours[key])} instead of ${JSON.stringify(golden[key])}`);
}
