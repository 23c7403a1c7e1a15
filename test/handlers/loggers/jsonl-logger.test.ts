import { OptionError } from '../../../src/errors';
import { JsonlLogger, memoryAppendFile } from '../../../src/handlers';

function setup(options = {}) {
  const file = memoryAppendFile();
  const logger = new JsonlLogger({ file, wallTime: () => 7, ...options });
  const text = async (): Promise<string> => {
    await logger.flush();
    return new TextDecoder().decode(file.content());
  };
  return { file, logger, text };
}

test('one valid object a line, whatever the numbers are', async () => {
  const { logger, text } = setup();
  logger.logScalars({ a: 0.1, 'b\n"': NaN, c: Infinity, d: -Infinity }, 1);
  logger.log({ kind: 'text', tag: 'note', text: 'two\nlines' }, 2);
  logger.log({ kind: 'hparams', params: { lr: NaN, name: 'x', on: true }, metrics: { m: 1 } }, 3);
  const lines = (await text()).split('\n');
  expect(lines.pop()).toBe('');
  expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([
    { step: 1, time: 7, kind: 'scalars', values: { a: 0.1, 'b\n"': 'NaN', c: 'Infinity', d: '-Infinity' } },
    { step: 2, time: 7, kind: 'text', tag: 'note', text: 'two\nlines' },
    { step: 3, time: 7, kind: 'hparams', params: { lr: 'NaN', name: 'x', on: true }, metrics: { m: 1 } },
  ]);
});

test('a histogram is its buckets', async () => {
  const { logger, text } = setup();
  logger.log({ kind: 'histogram', tag: 'h', values: Float32Array.of(1, NaN) }, 1);
  logger.log({ kind: 'histogram', tag: 'empty', values: Float32Array.of(NaN) }, 1);
  const [first = '', second = ''] = (await text()).split('\n');
  expect(JSON.parse(first)).toMatchObject({ step: 1, kind: 'histogram', tag: 'h', count: 1, min: 1, counts: [0, 1, 0] });
  expect(JSON.parse(second)).toEqual({ step: 1, time: 7, kind: 'histogram', tag: 'empty', count: 0 });
});

test('images have no place', () => {
  expect(setup().logger.takes('image')).toBe(false);
});

test('a line that a killed process left unfinished is ended first', async () => {
  const { file, logger, text } = setup();
  await file.append(new TextEncoder().encode('{"step":1}\n{"st'));
  logger.logScalars({ a: 1 }, 2);
  await logger.flush();
  logger.logScalars({ a: 2 }, 3);
  expect((await text()).split('\n').slice(0, 4)).toEqual([
    '{"step":1}',
    '{"st',
    '{"step":2,"time":7,"kind":"scalars","values":{"a":1}}',
    '{"step":3,"time":7,"kind":"scalars","values":{"a":2}}',
  ]);
});

test('lines that could not be written come once', async () => {
  const file = memoryAppendFile();
  let isFull = true;
  const append = (content: Uint8Array): Promise<void> => (isFull ? Promise.reject(new Error('full')) : file.append(content));
  const logger = new JsonlLogger({ file: { ...file, append }, logger: { info: () => {}, warn: () => {}, error: () => {} } });
  logger.logScalars({ a: 1 }, 1);
  await logger.flush();
  isFull = false;
  logger.logScalars({ a: 1 }, 2);
  await logger.close();
  const lines = new TextDecoder().decode(file.content()).trimEnd().split('\n');
  expect(lines.map((line) => (JSON.parse(line) as { step: number }).step)).toEqual([1, 2]);
});

test.each([[{}, 'JsonlLogger.file'], [{ file: 'x.jsonl' }, 'JsonlLogger.file'], [{ file: memoryAppendFile(), maxBuffered: 0 }, 'JsonlLogger.maxBuffered']])(
  'refuses %j',
  (options, owner) => {
    expect(() => new JsonlLogger(options as never)).toThrow(OptionError);
    expect(() => new JsonlLogger(options as never)).toThrow(owner);
  },
);
