/** What became of one golden case. */
export type CaseResult =
  | { id: string; outcome: 'passed' }
  | { id: string; outcome: 'failed'; detail: string }
  /** We decide otherwise, under the names of `docs/from-ignite.md`, and what ours does instead was checked. */
  | { id: string; outcome: 'departed'; departures: readonly string[] }
  /** The library does not have what the case is about. */
  | { id: string; outcome: 'missing'; missing: readonly string[] };

/** Runs all cases of the golden file at a path. */
export type Runner = (file: string) => Promise<CaseResult[]>;
