import { OptionError } from '../../../src/errors';
import { CsvLogger, memoryAppendFile } from '../../../src/handlers';

function setup() {
  const file = memoryAppendFile();
  const logger = new CsvLogger({ file, wallTime: () => 7, logger: { info: () => {}, warn: () => {}, error: () => {} } });
  const text = async (): Promise<string> => {
    await logger.flush();
    return new TextDecoder().decode(file.content());
  };
  return { file, logger, text };
}

test('one header, one value a line, names that appear later included', async () => {
  const { logger, text } = setup();
  logger.logScalars({ loss: 0.5, norm: NaN }, 1);
  await logger.flush();
  logger.logScalars({ accuracy: -1e-7, inf: -Infinity }, 2);
  expect(await text()).toBe('step,time,name,value\r\n1,7,loss,0.5\r\n1,7,norm,NaN\r\n2,7,accuracy,-1e-7\r\n2,7,inf,-Infinity\r\n');
});

test.each([
  ['plain/name', 'plain/name'],
  ['a,b', '"a,b"'],
  ['say "x"', '"say ""x"""'],
  ['two\nlines', '"two\nlines"'],
  ['cr\r', '"cr\r"'],
])('quotes %j as RFC 4180 says', async (name, field) => {
  const { logger, text } = setup();
  logger.logScalars({ [name]: 1 }, 1);
  expect(await text()).toBe(`step,time,name,value\r\n1,7,${field},1\r\n`);
});

test('a file that is there gets no second header, and an unfinished line is ended', async () => {
  const { file, logger, text } = setup();
  await file.append(new TextEncoder().encode('step,time,name,value\r\n1,7,lo'));
  logger.logScalars({ loss: 1 }, 2);
  expect(await text()).toBe('step,time,name,value\r\n1,7,lo\r\n2,7,loss,1\r\n');
});

test('takes scalars alone', async () => {
  const { logger, text } = setup();
  logger.log({ kind: 'text', tag: 'note', text: 'x' }, 1);
  expect([logger.takes('text'), await text()]).toEqual([false, '']);
});

test('refuses what is no file', () => {
  expect(() => new CsvLogger({ file: {} as never })).toThrow(OptionError);
  expect(() => new CsvLogger({ path: 'x' } as never)).toThrow('CsvLogger');
});
