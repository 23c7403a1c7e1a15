import { Refusal } from './refusal';
import type { RestClient } from './rest-client';

/** How many of each a call may have. */
const MOST = { metrics: 1000, params: 100, tags: 100 };

/** How many bytes the entries of a call may have; the server's limit is 1,000,000 for all of it. */
const LARGEST = 900_000;

export type EntryKind = keyof typeof MOST;

/** A metric, a parameter or a tag, and where it comes from. */
export interface Entry<Origin> {
  readonly origin: Origin;
  readonly item: Readonly<Record<string, string | number>>;
}

/** Entries that the server does not take. */
export interface RefusedEntries<Origin> {
  readonly entries: readonly Entry<Origin>[];
  readonly reason: string;
}

const encoder = new TextEncoder();

/**
 * Sends entries to a run, in as many calls as the server's limits make necessary. Sent again, they change nothing.
 *
 * A call is refused as a whole, so its entries are halved until the wrong ones are alone.
 */
export async function logBatch<Origin>(client: RestClient, runId: string, kind: EntryKind, entries: readonly Entry<Origin>[]): Promise<RefusedEntries<Origin>[]> {
  const refused: RefusedEntries<Origin>[] = [];
  /** The reason why they are refused; `undefined` when they are taken. */
  const send = async (some: readonly Entry<Origin>[]): Promise<string | undefined> => {
    try {
      await client.post('api/2.0/mlflow/runs/log-batch', { run_id: runId, [kind]: some.map(({ item }) => item) });
      return undefined;
    } catch (error) {
      if (error instanceof Refusal) return error.message;
      throw error;
    }
  };
  const sendSeparately = async (some: readonly Entry<Origin>[], reason: string): Promise<void> => {
    const middle = some.length >> 1;
    const halves = [some.slice(0, middle), some.slice(middle)].filter((half) => half.length > 0);
    const reasons: (string | undefined)[] = [];
    if (some.length > 1) for (const half of halves) reasons.push(await send(half));
    // What both are refused for in the same words is not about single entries: the run may have been deleted.
    if (reasons.every((each) => each === reason)) {
      refused.push({ entries: some, reason });
      return;
    }
    for (const [index, half] of halves.entries()) {
      const own = reasons[index];
      if (own !== undefined) await sendSeparately(half, own);
    }
  };
  for (const some of chunks(entries, MOST[kind])) {
    const reason = await send(some);
    if (reason !== undefined) await sendSeparately(some, reason);
  }
  return refused;
}

function chunks<Origin>(entries: readonly Entry<Origin>[], most: number): Entry<Origin>[][] {
  const all: Entry<Origin>[][] = [];
  let size = 0;
  for (const entry of entries) {
    const own = encoder.encode(JSON.stringify(entry.item)).length + 1;
    const last = all.at(-1);
    if (last !== undefined && last.length < most && size + own <= LARGEST) {
      last.push(entry);
      size += own;
    } else {
      all.push([entry]);
      size = own;
    }
  }
  return all;
}
