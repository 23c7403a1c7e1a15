import { resolve } from 'node:path';
import ts from 'typescript';
import { startBackend } from '../support/backend';
import { docExamples, hasExpectations, runDocExample } from '../support/doc-examples';

const examples = docExamples();
const root = resolve(__dirname, '../..');

beforeAll(() => startBackend('cpu'));

describe('examples in docstrings and pages give what they say', () => {
  it.each(examples.filter(hasExpectations).map((example) => [example.where, example] as const))('%s', async (_, example) => {
    const results = await runDocExample(example);
    expect(results.map(({ got }) => got)).toEqual(results.map(({ said }) => said));
    expect(results).not.toHaveLength(0);
  });
});

it('all examples compile', () => {
  const { config } = ts.readConfigFile(resolve(root, 'tsconfig.json'), (file) => ts.sys.readFile(file)) as { config: unknown };
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root);
  const sources = new Map(examples.map(({ where, code }, index) => [resolve(root, `doc-example-${index}.ts`), { where, code: `${code}\nexport {};` }]));
  const host = ts.createCompilerHost({ ...options, noUnusedLocals: false, noUnusedParameters: false });
  const { getSourceFile, fileExists, readFile } = host;
  host.fileExists = (file) => sources.has(file) || fileExists(file);
  host.readFile = (file) => sources.get(file)?.code ?? readFile(file);
  host.getSourceFile = (file, ...rest) => {
    const source = sources.get(file);
    return source === undefined ? getSourceFile(file, ...rest) : ts.createSourceFile(file, source.code, ts.ScriptTarget.ES2022, true);
  };
  const program = ts.createProgram([...sources.keys()], { ...options, noUnusedLocals: false, noUnusedParameters: false }, host);
  const messages = [...sources].flatMap(([file, { where }]) => {
    const source = program.getSourceFile(file);
    return source === undefined ? [] : ts.getPreEmitDiagnostics(program, source).map(({ messageText }) => `${where}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`);
  });
  expect(messages).toEqual([]);
});
