import { readFileSync, readdirSync } from 'node:fs';
import { hostname } from 'node:os';
import { csvLogger, jsonlLogger, tensorboardLogger } from '../../src/node';
import { useTemporaryFolder } from './temporary-folder';

const temporary = useTemporaryFolder();
const wallTime = () => 1_700_000_000_500;

test('every TensorBoard logger has a file of its own, named as TensorBoard wants it', async () => {
  const folder = temporary('runs/first');
  for (const value of [1, 2]) {
    const logger = tensorboardLogger(folder, { wallTime });
    logger.logScalars({ a: value }, 1);
    await logger.close();
  }
  const files = readdirSync(folder);
  expect(files).toHaveLength(2);
  for (const file of files) expect(file).toMatch(new RegExp(`^events\\.out\\.tfevents\\.1700000000\\.${hostname()}\\.${process.pid}\\.\\d+$`));
});

test('lines are added to the files that are there', async () => {
  const [jsonl, csv] = [temporary('a/log.jsonl'), temporary('a/log.csv')];
  for (const step of [1, 2]) {
    for (const logger of [jsonlLogger(jsonl, { wallTime: () => 0 }), csvLogger(csv, { wallTime: () => 0 })]) {
      logger.logScalars({ a: 0.5 }, step);
      await logger.close();
    }
  }
  expect(readFileSync(jsonl, 'utf8')).toBe('{"step":1,"time":0,"kind":"scalars","values":{"a":0.5}}\n{"step":2,"time":0,"kind":"scalars","values":{"a":0.5}}\n');
  expect(readFileSync(csv, 'utf8')).toBe('step,time,name,value\r\n1,0,a,0.5\r\n2,0,a,0.5\r\n');
});
