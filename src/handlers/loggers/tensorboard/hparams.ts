import type { HparamsRecord } from '../log-record';
import type { ProtobufWriter } from './protobuf-writer';

/** DataType and Status of TensorBoard's hparams plugin. */
const DATA_TYPES = { string: 1, boolean: 2, number: 3 } as const;
const SUCCESS = 1;
const DT_FLOAT = 1;

type Params = HparamsRecord['params'];
type Param = Params[string];

/**
 * The values of a summary that TensorBoard's HPARAMS tab reads: what is compared, the settings of this run, and that it is over.
 *
 * The metrics themselves are scalars of the same run; here are only their tags.
 */
export function writeHparams(writer: ProtobufWriter, { params, metrics }: HparamsRecord, seconds: number): void {
  writePluginValue(writer, 'experiment', 2, () => {
    for (const [name, value] of Object.entries(params)) {
      writer.message(4, () => {
        writer.text(1, name);
        writer.integer(4, dataType(value));
      });
    }
    for (const tag of Object.keys(metrics)) {
      writer.message(5, () => writer.message(1, () => writer.text(2, tag)));
    }
  });
  writePluginValue(writer, 'session_start_info', 3, () => {
    for (const [name, value] of Object.entries(params)) {
      writer.message(1, () => {
        writer.text(1, name);
        writer.message(2, () => writeParam(writer, value));
      });
    }
    writer.double(5, seconds);
  });
  writePluginValue(writer, 'session_end_info', 4, () => {
    writer.integer(1, SUCCESS);
    writer.double(2, seconds);
  });
}

/** A Summary.Value whose metadata hold a field of HParamsPluginData. */
function writePluginValue(writer: ProtobufWriter, name: string, field: number, write: () => void): void {
  writer.message(1, () => {
    writer.text(1, `_hparams_/${name}`);
    // A value of no size: readers that put values into a database want one.
    writer.message(8, () => {
      writer.integer(1, DT_FLOAT);
      writer.message(2, () => writer.message(2, () => undefined));
    });
    writer.message(9, () => {
      writer.message(1, () => {
        writer.text(1, 'hparams');
        writer.message(2, () => writer.message(field, write));
      });
    });
  });
}

function dataType(value: Param): number {
  return DATA_TYPES[typeof value as keyof typeof DATA_TYPES]; // the three types that a parameter can have
}

/** A google.protobuf.Value. */
function writeParam(writer: ProtobufWriter, value: Param): void {
  if (typeof value === 'number') writer.double(2, value);
  else if (typeof value === 'string') writer.text(3, value);
  else writer.integer(4, Number(value));
}
