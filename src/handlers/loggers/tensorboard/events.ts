import { histogramBuckets } from '../histogram-buckets';
import type { HistogramRecord, ImageRecord, LogRecord, TextRecord } from '../log-record';
import { writeHparams } from './hparams';
import { encodePng } from './png';
import { ProtobufWriter } from './protobuf-writer';

const FILE_VERSION = 'brain.Event:2';
const SESSION_START = 1;
const DT_STRING = 7;

/**
 * The events that a file begins with: its version, and when a run goes on, from which step on TensorBoard forgets what earlier files say.
 *
 * @param time milliseconds since 1970
 */
export function firstEvents(time: number, purgeStep?: number): Uint8Array[] {
  const writer = new ProtobufWriter();
  writer.double(1, time / 1000);
  if (purgeStep !== undefined) writer.integer(2, purgeStep);
  writer.text(3, FILE_VERSION);
  const events = [writer.take()];
  if (purgeStep !== undefined) {
    writer.double(1, time / 1000);
    writer.integer(2, purgeStep);
    writer.message(7, () => writer.integer(1, SESSION_START));
    events.push(writer.take());
  }
  return events;
}

/** A record as one Event message; the writer is empty before and after. */
export async function encodeEvent(writer: ProtobufWriter, record: LogRecord): Promise<Uint8Array> {
  const png = record.kind === 'image' ? await encodePng(record.image) : undefined;
  writer.double(1, record.time / 1000);
  writer.integer(2, record.step);
  writer.message(5, () => writeValues(writer, record, png));
  return writer.take();
}

function writeValues(writer: ProtobufWriter, record: LogRecord, png: Uint8Array | undefined): void {
  switch (record.kind) {
    case 'scalars':
      writeScalars(writer, record.values);
      return;
    case 'text':
      writeText(writer, record);
      return;
    case 'histogram':
      writeHistogram(writer, record);
      return;
    case 'image':
      writeImage(writer, record, png ?? new Uint8Array(0));
      return;
    case 'hparams':
      writeHparams(writer, record, record.time / 1000);
      writeScalars(writer, record.metrics);
  }
}

function writeScalars(writer: ProtobufWriter, values: Readonly<Record<string, number>>): void {
  for (const [tag, value] of Object.entries(values)) {
    writer.message(1, () => {
      writer.text(1, tag);
      writer.float(2, value);
    });
  }
}

function writeHistogram(writer: ProtobufWriter, { tag, values }: HistogramRecord): void {
  const buckets = histogramBuckets(values);
  if (buckets === undefined) return;
  writer.message(1, () => {
    writer.text(1, tag);
    writer.message(5, () => {
      const { min, max, count, sum, sumSquares, limits, counts } = buckets;
      [min, max, count, sum, sumSquares].forEach((value, index) => writer.double(index + 1, value));
      writer.doubles(6, limits);
      writer.doubles(7, counts);
    });
  });
}

function writeImage(writer: ProtobufWriter, { tag, image }: ImageRecord, png: Uint8Array): void {
  writer.message(1, () => {
    writer.text(1, tag);
    writer.message(4, () => {
      // Height, width, channels.
      image.shape.forEach((size, index) => writer.integer(index + 1, size));
      writer.bytes(4, png);
    });
  });
}

/** A string tensor of no dimension, which metadata assign to the text plugin. */
function writeText(writer: ProtobufWriter, { tag, text }: TextRecord): void {
  writer.message(1, () => {
    writer.text(1, tag);
    writer.message(8, () => {
      writer.integer(1, DT_STRING);
      writer.message(2, () => undefined);
      writer.text(8, text);
    });
    writer.message(9, () => writer.message(1, () => writer.text(1, 'text')));
  });
}
