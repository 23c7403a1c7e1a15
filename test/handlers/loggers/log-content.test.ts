import { OptionError } from '../../../src/errors';
import type { LogContent } from '../../../src/handlers';
import { memoryLogger } from './memory-sink';

const kinds = ['scalars', 'text', 'histogram', 'image', 'hparams'] as const;
const pixels = (shape: number[], dtype = 'uint8', length = shape.reduce((a, b) => a * b, 1)): LogContent =>
  ({ kind: 'image', tag: 'i', image: { shape, dtype, data: new Uint8Array(length) } }) as unknown as LogContent;

test.each<LogContent>([
  { kind: 'scalars', values: { a: NaN, b: 1 } },
  { kind: 'text', tag: 't', text: '' },
  { kind: 'histogram', tag: 'h', values: BigInt64Array.of(1n) },
  { kind: 'hparams', params: { a: 'x', b: 1, c: true }, metrics: { m: 1 } },
  pixels([1, 2, 1]),
  pixels([1, 2, 3]),
  pixels([1, 2, 4], 'float32'),
])('takes %j', async (content) => {
  const { logger, records } = memoryLogger({}, kinds);
  logger.log(content, 1);
  await logger.close();
  expect(records).toHaveLength(1);
});

test.each<[unknown, string]>([
  [{ kind: 'scalars', values: { loss: '1' } }, 'TestLogger.log.values.loss'],
  [{ kind: 'text', tag: 1, text: '' }, 'TestLogger.log.tag'],
  [{ kind: 'text', tag: 't', text: 1 }, 'TestLogger.log.text'],
  [{ kind: 'histogram', tag: 'h', values: [1] }, 'TestLogger.log.values'],
  [{ kind: 'hparams', params: { a: null }, metrics: {} }, 'TestLogger.log.params.a'],
  [{ kind: 'hparams', params: {}, metrics: { m: 'x' } }, 'TestLogger.log.metrics.m'],
  [{ kind: 'image', tag: 'i', image: undefined }, 'TestLogger.log.image'],
  [pixels([1, 2]), 'TestLogger.log.image'],
  [pixels([1, 2, 2]), 'TestLogger.log.image'],
  [pixels([0, 2, 3]), 'TestLogger.log.image'],
  [pixels([1, 1, 1, 3]), 'TestLogger.log.image'],
  [pixels([1, 2, 3], 'int32'), 'TestLogger.log.image'],
  [pixels([1, 2, 3], 'uint8', 5), 'TestLogger.log.image'],
])('refuses %j where it is logged', (content, owner) => {
  const { logger } = memoryLogger({}, kinds);
  expect(() => logger.log(content as LogContent, 1)).toThrow(OptionError);
  expect(() => logger.log(content as LogContent, 1)).toThrow(owner);
});

test.each([0.5, NaN, '1'])('refuses the step %j', (step) => {
  expect(() => memoryLogger().logger.logScalars({ a: 1 }, step as number)).toThrow('TestLogger.log.step: expected a whole number');
});
