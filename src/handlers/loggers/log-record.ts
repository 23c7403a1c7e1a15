import type { HostTensor, TypedArray } from '../../contracts';

/** Values by name that belong to one step. */
export interface ScalarsRecord {
  readonly kind: 'scalars';
  readonly values: Readonly<Record<string, number>>;
}

/** A text, such as a note or a configuration. */
export interface TextRecord {
  readonly kind: 'text';
  readonly tag: string;
  readonly text: string;
}

/** Numbers whose distribution matters, such as the weights of a layer. */
export interface HistogramRecord {
  readonly kind: 'histogram';
  readonly tag: string;
  readonly values: TypedArray;
}

/** A picture: `[height, width, channels]` with 1, 3 or 4 channels, bytes (`uint8`), or floats from 0 to 1. */
export interface ImageRecord {
  readonly kind: 'image';
  readonly tag: string;
  readonly image: HostTensor;
}

/** The settings of a run, and the metrics that it is judged by. */
export interface HparamsRecord {
  readonly kind: 'hparams';
  readonly params: Readonly<Record<string, string | number | boolean>>;
  readonly metrics: Readonly<Record<string, number>>;
}

/** What can be logged. */
export type LogContent = ScalarsRecord | TextRecord | HistogramRecord | ImageRecord | HparamsRecord;

/** What is logged, with its step and the time at which it was, in milliseconds since 1970. */
export type LogRecord = LogContent & { readonly step: number; readonly time: number };

/** The kinds of records. */
export type LogKind = LogContent['kind'];

/** What a sink says of the records of a call while it writes them. A sink that writes all or none needs it not. */
export interface DeliveryReport {
  /** The next `count` of them are dealt with: should the call reject later, they do not come again. */
  done(count: number): void;
  /** `count` of those that are dealt with were refused for good, say by a server: they are lost, and the first reason is told. */
  refuse(count: number, reason: string): void;
}

/** Where records end up: a file, a server, a page. */
export interface LogSink {
  /** Who complains, such as `TensorboardLogger`. */
  readonly owner: string;
  /** Where the records go, in words for a message. */
  readonly location: string;
  /** What it can hold. */
  readonly kinds: readonly LogKind[];
  /** Writes records in order. When it rejects, those that were not reported as done come again. Never called before the last call has settled. */
  write(records: readonly LogRecord[], report: DeliveryReport): Promise<void>;
  /** Gives up what it holds open; nothing is written afterwards. */
  close?(): Promise<void>;
}
