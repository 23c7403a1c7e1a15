import * as z from 'zod/mini';
import type { HostTensor, StateTree } from '../../../contracts';
import { CheckpointError } from '../../../errors';
import { isHostTensor } from '../../../internal';
import type { Picture } from './picture';
import type { ReportData, ReportParts } from './report-data';
import { Series } from './series';

const FORMAT = 1;

const number = z.custom<number>((value) => typeof value === 'number', 'a number');
const pictureSchema = z.custom<Picture>((value) => isHostTensor(value) && value.dtype === 'uint8', 'the bytes of a picture');
const columnSchema = z.custom<HostTensor<Float64Array>>((value) => isHostTensor(value) && value.data instanceof Float64Array, 'float64 values');
const settingSchema = z.union([z.string(), number, z.boolean()]);
const stepped = { step: number };

const partsSchema = z.object({
  run: z.object({
    status: z.enum(['unknown', 'running', 'paused', 'completed', 'stopped', 'failed']),
    reason: z.nullable(z.string()),
    epoch: number,
    iteration: number,
    maxEpochs: z.nullable(number),
    epochLength: z.nullable(number),
    startedAt: z.nullable(number),
  }),
  epochs: z.array(z.object({ epoch: number, iteration: number, seconds: number, samples: z.nullable(number) })),
  notes: z.array(z.object({ ...stepped, tag: z.string(), text: z.string() })),
  pictures: z.array(z.object({ ...stepped, tag: z.string(), picture: pictureSchema })),
  settings: z.nullable(z.object({ params: z.record(z.string(), settingSchema), metrics: z.record(z.string(), number) })),
  confusion: z.nullable(z.object({ ...stepped, labels: z.array(z.string()), matrix: z.array(z.array(number)) })),
  classTable: z.nullable(z.object({ ...stepped, rows: z.array(z.object({ label: z.string(), precision: number, recall: number, f1: number, support: number })) })),
  predictions: z.nullable(
    z.object({
      ...stepped,
      shown: z.array(z.object({ picture: z.nullable(pictureSchema), trueClass: z.string(), predictedClass: z.string(), probability: z.nullable(number) })),
    }),
  ),
});

const curveSchema = z.object({ name: z.string(), x: columnSchema, y: columnSchema, low: columnSchema, high: columnSchema, stride: number, count: number, sum: number });
const schema = z.object({ format: z.literal(FORMAT), scalars: z.array(curveSchema), parts: partsSchema });

/** Everything that a report holds, as a state tree. */
export function saveReport({ scalars, parts }: ReportData): StateTree {
  const curves = Array.from(scalars, ([name, series]) => {
    const { x, y, low, high, ...rest } = series.save();
    return { name, x: column(x), y: column(y), low: column(low), high: column(high), ...rest };
  });
  // Interfaces have no index signature, though their fields are all state values.
  return { format: FORMAT, scalars: curves, parts: { ...parts } as unknown as StateTree };
}

/** Puts what was saved in place of what is there. @throws CheckpointError for what no report has saved */
export function restoreReport(data: ReportData, state: StateTree): void {
  const read = z.safeParse(schema, state);
  if (!read.success) {
    const issue = read.error.issues[0];
    throw new CheckpointError({ owner: 'ReportLogger.loadStateDict', expected: `the state of a ReportLogger (${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''})`, got: Object.keys(state) });
  }
  data.scalars.clear();
  for (const { name, x, y, low, high, ...rest } of read.data.scalars) {
    const series = new Series();
    series.restore({ x: x.data, y: y.data, low: low.data, high: high.data, ...rest });
    data.scalars.set(name, series);
  }
  data.update(read.data.parts satisfies ReportParts);
}

function column(values: Float64Array): HostTensor<Float64Array> {
  return { dtype: 'float64', shape: [values.length], data: values };
}
