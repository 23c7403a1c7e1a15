import type { ErrorRecord, Recording, Row, StateRecord } from './scenario';

/** What belongs to one run of a scenario. */
export interface Segment {
  trace: Row[];
  batches: unknown[];
  state: StateRecord;
  error: ErrorRecord | null;
  warnings: number;
}

/** Cuts a recording at its `#run` rows. */
export function segmentsOf(recording: Recording): Segment[] {
  const pieces: Row[][] = [];
  for (const row of recording.trace) {
    if (row[0] === '#run') pieces.push([row]);
    else pieces.at(-1)?.push(row);
  }
  return recording.states.map((state, run) => {
    const error = recording.errors[run] ?? null;
    // A run that its preparation prevented has no row.
    const trace = error?.in === 'before' ? [] : (pieces.shift() ?? []);
    const warnings = recording.warnings.filter((warning) => warning.run === run).length;
    return { trace, batches: recording.batches[run] ?? [], state, error, warnings };
  });
}

/** What has to agree between a golden run and ours: of an error that it came, when, and its text where the scenario wrote it. */
export function comparable({ trace, batches, state, error, warnings }: Segment, ofScenario: boolean): unknown {
  const fault = error === null ? null : { in: error.in ?? 'run', message: ofScenario ? error.message : '' };
  return { trace, batches, state, fault, warnings };
}
