/** A scenario of `engine.json`, as its README describes it. */
export interface Scenario {
  id: string;
  engine: {
    logEvents?: boolean;
    logException?: boolean;
    customEvents?: { name: string; attr: string | null }[];
    processSteps?: { action: Action; onlyWhen?: When }[];
    stateDictUserKeys?: string[];
    evaluator?: { logEvents?: boolean; handlers: HandlerSpec[] };
    deterministic?: boolean;
  };
  handlers: HandlerSpec[];
  runs: RunSpec[];
  expected: Recording;
}

export interface When {
  epoch?: number;
  iteration?: number;
  run?: number;
}

export interface FilterJson {
  every?: number;
  once?: number | number[];
  before?: number;
  after?: number;
  eventFilter?: { kind: 'modulo'; n: number; remainder: number } | { kind: 'list'; values: number[] };
}

export interface EventSpec {
  on: string;
  filter?: FilterJson | null;
}

export interface HandlerSpec extends EventSpec {
  id: string;
  or?: EventSpec[];
  args?: unknown[];
  onlyWhen?: When;
  action: Action;
}

export type Action = string | Record<string, unknown>;

export interface DataSpec {
  kind: 'list' | 'iterable' | 'generator' | 'infinite' | 'failing' | 'none' | 'notIterable' | 'sameAs';
  length?: number;
  base?: number;
  failAt?: number;
  run?: number;
}

export interface RunSpec {
  data?: DataSpec;
  maxEpochs?: number;
  maxIters?: number;
  epochLength?: number;
  before?: Action[];
}

export type Row = [label: string, epoch: number, iteration: number, extra?: unknown];

export interface ErrorRecord {
  type: string;
  about: string;
  message: string;
  in?: string;
}

export interface StateRecord {
  epoch: number;
  iteration: number;
  epochLength: number | null;
  maxEpochs: number | null;
  maxIters: number | null;
  output: unknown;
  batch: unknown;
  lastEventName: string | null;
  returned: 'state' | 'error' | 'none';
}

/** What playing a scenario gives. */
export interface Recording {
  trace: Row[];
  batches: unknown[][];
  states: StateRecord[];
  errors: (ErrorRecord | null)[];
  warnings: { run: number; about: string; message: string }[];
  stateDicts?: Record<string, unknown>;
  evaluatorBatches?: unknown[];
}
