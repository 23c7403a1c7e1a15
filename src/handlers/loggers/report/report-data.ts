import type { ClassScores } from './class-scores';
import type { EpochEnd } from './epoch-axis';
import type { LogRecord } from '../log-record';
import type { Picture } from './picture';
import { asPicture } from './picture';
import { Series } from './series';

/** How a run stands; `unknown` where none is attached. */
export type ReportStatus = 'unknown' | 'running' | 'paused' | 'completed' | 'stopped' | 'failed';

/** Where the attached run is. */
export interface RunState {
  readonly status: ReportStatus;
  /** The message of the error that ended it. */
  readonly reason: string | null;
  readonly epoch: number;
  readonly iteration: number;
  readonly maxEpochs: number | null;
  readonly epochLength: number | null;
  /** Milliseconds since 1970. */
  readonly startedAt: number | null;
}

/** An epoch that is complete. */
export interface EpochRecord extends EpochEnd {
  readonly seconds: number;
  /** How many examples it went through. */
  readonly samples: number | null;
}

export interface Note {
  readonly tag: string;
  readonly text: string;
  readonly step: number;
}

export interface TaggedPicture {
  readonly tag: string;
  readonly step: number;
  readonly picture: Picture;
}

export interface Confusion {
  readonly labels: readonly string[];
  readonly matrix: readonly (readonly number[])[];
  readonly step: number;
}

export interface ClassTable {
  readonly rows: readonly ClassScores[];
  readonly step: number;
}

export interface ShownPrediction {
  readonly picture: Picture | null;
  readonly trueClass: string;
  readonly predictedClass: string;
  readonly probability: number | null;
}

export interface Predictions {
  readonly shown: readonly ShownPrediction[];
  readonly step: number;
}

export interface Settings {
  readonly params: Readonly<Record<string, string | number | boolean>>;
  readonly metrics: Readonly<Record<string, number>>;
}

/** All that a report holds beside its curves: plain values, so that they can be saved as they are. */
export interface ReportParts {
  readonly run: RunState;
  readonly epochs: readonly EpochRecord[];
  readonly notes: readonly Note[];
  readonly pictures: readonly TaggedPicture[];
  readonly settings: Settings | null;
  readonly confusion: Confusion | null;
  readonly classTable: ClassTable | null;
  readonly predictions: Predictions | null;
}

/** So many notes and pictures are kept, the newest; a page of more is read by nobody. */
const NEWEST = 100;

const NO_RUN: RunState = { status: 'unknown', reason: null, epoch: 0, iteration: 0, maxEpochs: null, epochLength: null, startedAt: null };

/** What a report is made of: it takes records and what the logger's own methods bring, and keeps what a page can show. */
export class ReportData {
  readonly scalars = new Map<string, Series>();
  parts: ReportParts = { run: NO_RUN, epochs: [], notes: [], pictures: [], settings: null, confusion: null, classTable: null, predictions: null };

  /** Takes a record of a kind that a report has a place for. */
  add(record: LogRecord): void {
    const { step } = record;
    switch (record.kind) {
      case 'scalars':
        for (const [name, value] of Object.entries(record.values)) this.#series(name).add(step, value);
        return;
      case 'text':
        this.addNote({ tag: record.tag, text: record.text, step });
        return;
      case 'image': {
        const others = this.parts.pictures.filter(({ tag }) => tag !== record.tag);
        this.update({ pictures: [...others, { tag: record.tag, step, picture: asPicture('ReportLogger', record.image) }].slice(-NEWEST) });
        return;
      }
      case 'hparams': {
        const { settings } = this.parts;
        this.update({ settings: { params: { ...settings?.params, ...record.params }, metrics: { ...settings?.metrics, ...record.metrics } } });
        return;
      }
      case 'histogram':
        return;
    }
  }

  addNote(note: Note): void {
    this.update({ notes: [...this.parts.notes, note].slice(-NEWEST) });
  }

  /** Replaces some parts. */
  update(parts: Partial<ReportParts>): void {
    this.parts = { ...this.parts, ...parts };
  }

  /** Replaces some of what is known of the run. */
  updateRun(run: Partial<RunState>): void {
    this.update({ run: { ...this.parts.run, ...run } });
  }

  #series(name: string): Series {
    const known = this.scalars.get(name);
    if (known !== undefined) return known;
    const series = new Series();
    this.scalars.set(name, series);
    return series;
  }
}
