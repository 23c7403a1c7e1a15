import * as z from 'zod/mini';
import type { Clock, Logger } from '../contracts';
import { hasMethods, parseOptions } from '../internal';
import type { Release } from './release';
import { releaseTensors } from './release';

/** Options of an {@link Engine}. */
export interface EngineOptions {
  /** Measures `state.times` and the turns of the event loop. Default: `performance`. */
  clock?: Clock | undefined;
  /** Releases batches and outputs that the engine owns. Default: {@link releaseTensors}. */
  release?: Release | undefined;
  /** Where warnings go. Default: the console. */
  logger?: Pick<Logger, 'warn'> | undefined;
  /** Makes a run that goes on in mid-epoch skip the batches it has used, and gives `state.seed`. Default: neither. */
  deterministic?: { seed: number } | undefined;
}

const schema = z.strictObject({
  clock: z.optional(z.custom<Clock>((value) => hasMethods(value, 'now'), 'a clock with now()')),
  release: z.optional(z.custom<Release>((value) => typeof value === 'function', 'a function')),
  logger: z.optional(z.custom<Pick<Logger, 'warn'>>((value) => hasMethods(value, 'warn'), 'a logger with warn()')),
  deterministic: z.optional(z.strictObject({ seed: z.int() })),
});

/** The options, checked and complete. */
export function parseEngineOptions(options: EngineOptions): {
  clock: Clock;
  release: Release;
  logger: Pick<Logger, 'warn'>;
  seed: number | undefined;
} {
  const { clock = { now: () => performance.now() }, release = releaseTensors, logger = console, deterministic } = parseOptions('Engine', schema, options);
  return { clock, release, logger, seed: deterministic?.seed };
}
