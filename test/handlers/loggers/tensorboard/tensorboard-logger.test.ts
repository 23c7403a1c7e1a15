import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { OptionError } from '../../../../src/errors';
import type { LogContent } from '../../../../src/handlers';
import { TensorboardLogger, histogramBuckets, memoryAppendFile } from '../../../../src/handlers';
import { encodePng } from '../../../../src/handlers/loggers/tensorboard/png';
import { useTemporaryFolder } from '../../../node/temporary-folder';

const temporary = useTemporaryFolder();
const quiet = { info: () => {}, warn: () => {}, error: () => {} };

/** The content of a file with these records, each with its step; written in two parts. */
async function eventFile(records: readonly (readonly [number, LogContent])[], options = {}): Promise<Uint8Array> {
  const file = memoryAppendFile();
  let time = 0;
  const logger = new TensorboardLogger({ file, wallTime: () => (time += 500), ...options });
  for (const [index, [step, content]] of records.entries()) {
    logger.log(content, step);
    if (index === 1) await logger.flush();
  }
  await logger.close();
  return file.content();
}

const frames = (bytes: Uint8Array): Uint8Array[] => {
  const found: Uint8Array[] = [];
  const view = new DataView(bytes.buffer);
  for (let at = 0; at < bytes.length; ) {
    const length = Number(view.getBigUint64(at, true));
    found.push(bytes.subarray(at + 12, at + 12 + length));
    at += 16 + length;
  }
  return found;
};
const text = (bytes: Uint8Array | undefined): string => new TextDecoder().decode(bytes);

test('the first event is the version, once', async () => {
  const events = frames(await eventFile([1, 2, 3].map((step) => [step, { kind: 'scalars', values: { a: step } }] as const)));
  expect(events).toHaveLength(4);
  expect(events.map((event) => text(event).includes('brain.Event:2'))).toEqual([true, false, false, false]);
});

test('it comes with the first records that could be written', async () => {
  const file = memoryAppendFile();
  let isFull = true;
  const append = (content: Uint8Array): Promise<void> => (isFull ? Promise.reject(new Error('full')) : file.append(content));
  const logger = new TensorboardLogger({ file: { ...file, append }, logger: quiet });
  logger.logScalars({ a: 1 }, 1);
  await logger.flush();
  isFull = false;
  await logger.close();
  expect(frames(file.content())).toHaveLength(2);
});

test('nothing logged is nothing written', async () => {
  expect(await eventFile([])).toHaveLength(0);
});

test.each<[object, string]>([
  [{}, 'TensorboardLogger.file'],
  [{ file: memoryAppendFile(), purgeStep: 0.5 }, 'TensorboardLogger.purgeStep'],
  [{ file: memoryAppendFile(), logDir: 'runs' }, 'TensorboardLogger'],
])('refuses %j', (options, owner) => {
  expect(() => new TensorboardLogger(options as never)).toThrow(OptionError);
  expect(() => new TensorboardLogger(options as never)).toThrow(owner);
});

const hasTensorboard = spawnSync('python3', ['-c', 'import tensorboard.plugins.hparams.metadata']).status === 0;
const whenTensorboard = hasTensorboard ? describe : describe.skip;

whenTensorboard(`TensorBoard reads what is written${hasTensorboard ? '' : ' (skipped: run `pip install tensorboard` for python3)'}`, () => {
  const script = `
import base64, json, sys
from tensorboard import context
from tensorboard.backend.event_processing import data_provider, event_accumulator, plugin_event_multiplexer
from tensorboard.plugins import base_plugin
from tensorboard.plugins.hparams import api_pb2, backend_context, get_experiment, list_session_groups
folder, run = sys.argv[1:]
out = {}
events = event_accumulator.EventAccumulator(folder + '/' + run, size_guidance={kind: 0 for kind in ('scalars', 'tensors', 'images', 'histograms')})
events.Reload()
tags = events.Tags()
out['scalars'] = {tag: [[e.wall_time, e.step, str(e.value)] for e in events.Scalars(tag)] for tag in tags['scalars']}
def histogram(h):
    return dict(min=h.min, max=h.max, count=h.num, sum=h.sum, sumSquares=h.sum_squares, limits=list(h.bucket_limit), counts=list(h.bucket))
out['histograms'] = {tag: [[e.step, histogram(e.histogram_value)] for e in events.Histograms(tag)] for tag in tags['histograms']}
out['images'] = {tag: [[e.step, e.height, e.width, base64.b64encode(e.encoded_image_string).decode()] for e in events.Images(tag)] for tag in tags['images']}
plugin = {tag: events.SummaryMetadata(tag).plugin_data.plugin_name for tag in tags['tensors']}
out['texts'] = {tag: [[e.step, e.tensor_proto.string_val[0].decode()] for e in events.Tensors(tag)] for tag in plugin if plugin[tag] == 'text'}
if 'hparams' in plugin.values():
    multiplexer = plugin_event_multiplexer.EventMultiplexer()
    multiplexer.AddRunsFromDirectory(folder)
    multiplexer.Reload()
    backend = backend_context.Context(base_plugin.TBContext(data_provider=data_provider.MultiplexerDataProvider(multiplexer, folder)))
    request = context.RequestContext()
    experiment = get_experiment.Handler(request, backend, '', api_pb2.GetExperimentRequest()).run()
    out['hparamTypes'] = {info.name: api_pb2.DataType.Name(info.type) for info in experiment.hparam_infos}
    ask = api_pb2.ListSessionGroupsRequest(start_index=0, slice_size=10, allowed_statuses=[api_pb2.STATUS_SUCCESS])
    for info in experiment.hparam_infos: ask.col_params.add(hparam=info.name)
    for info in experiment.metric_infos: ask.col_params.add(metric=info.name)
    groups = list_session_groups.Handler(request, backend, '', ask).run().session_groups
    out['sessions'] = [dict(
        name=group.name,
        hparams={name: getattr(value, value.WhichOneof('kind')) for name, value in group.hparams.items()},
        metrics={value.name.tag: value.value for value in group.metric_values},
    ) for group in groups]
print(json.dumps(out))
`;
  const read = (run: string, ...files: Uint8Array[]): Record<string, unknown> => {
    const folder = temporary('runs');
    mkdirSync(join(folder, run), { recursive: true });
    for (const [index, content] of files.entries()) writeFileSync(join(folder, run, `events.out.tfevents.000000000${index}.host`), content);
    return JSON.parse(execFileSync('python3', ['-c', script, folder, run], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })) as Record<string, unknown>;
  };

  test('scalars with times and steps of any size', async () => {
    const content = await eventFile([
      [1, { kind: 'scalars', values: { 'training/loss': 0.5, 'größe': 0.1 } }],
      [2, { kind: 'scalars', values: { 'training/loss': NaN } }],
      [2 ** 52, { kind: 'scalars', values: { 'training/loss': -Infinity } }],
      [-3, { kind: 'scalars', values: { 'training/loss': 1e300 } }],
    ]);
    expect(read('one', content).scalars).toEqual({
      'training/loss': [[0.5, 1, '0.5'], [1, 2, 'nan'], [1.5, 2 ** 52, '-inf'], [2, -3, 'inf']],
      'größe': [[0.5, 1, '0.10000000149011612']],
    });
  });

  test('histograms, images and texts', async () => {
    const values = Float32Array.from({ length: 2000 }, (_, index) => Math.tan(index));
    const image = { dtype: 'uint8', shape: [2, 3, 3], data: Uint8Array.from({ length: 18 }, (_, index) => index) } as const;
    const content = await eventFile([
      [1, { kind: 'histogram', tag: 'weights', values }],
      [1, { kind: 'histogram', tag: 'nothing', values: Float32Array.of(NaN) }],
      [2, { kind: 'image', tag: 'sample', image }],
      [3, { kind: 'text', tag: 'note', text: '# Größe\nok' }],
    ]);
    const got = read('two', content);
    expect(got.histograms).toEqual({ weights: [[1, histogramBuckets(values)]] });
    expect(got.images).toEqual({ sample: [[2, 2, 3, Buffer.from(await encodePng(image)).toString('base64')]] });
    expect(got.texts).toEqual({ note: [[3, '# Größe\nok']] });
  });

  test('hyperparameters with their metrics', async () => {
    const content = await eventFile([[7, { kind: 'hparams', params: { lr: 0.1, optimizer: 'sgd', frozen: true }, metrics: { 'validation/accuracy': 0.75 } }]]);
    expect(read('three', content)).toMatchObject({
      hparamTypes: { lr: 'DATA_TYPE_FLOAT64', optimizer: 'DATA_TYPE_STRING', frozen: 'DATA_TYPE_BOOL' },
      sessions: [{ name: 'three', hparams: { lr: 0.1, optimizer: 'sgd', frozen: true }, metrics: { 'validation/accuracy': 0.75 } }],
      scalars: { 'validation/accuracy': [[0.5, 7, '0.75']] },
    });
  });

  test('a run that goes on makes it forget what comes again', async () => {
    const first = await eventFile([1, 2, 3, 4].map((step) => [step, { kind: 'scalars', values: { a: step } }] as const));
    const second = await eventFile([3, 4].map((step) => [step, { kind: 'scalars', values: { a: 10 * step } }] as const), { purgeStep: 3 });
    const { a } = read('four', first, second).scalars as Record<string, [number, number, string][]>;
    expect(a?.map(([, step, value]) => [step, value])).toEqual([[1, '1.0'], [2, '2.0'], [3, '30.0'], [4, '40.0']]);
  });
});
