import * as z from 'zod/mini';
import type { Clock } from '../../contracts';
import { clockSchema, engineSchema } from '../schemas';

/** Options of the profilers. */
export interface ProfilerOptions {
  /** Measures the time. Default: `performance`. */
  readonly clock?: Clock;
}

export const profilerSchema = z.strictObject({ clock: z.optional(clockSchema) });
export const attachmentSchema = z.strictObject({ engine: engineSchema });

/** Where the text of a table may be written; `process.stdout` fits. */
export interface TextSink {
  write(text: string): unknown;
}
