import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import ts from 'typescript';
import { HANDLER_CASES } from '../../bench/support/handler-cases';
import * as handlers from '../../src/handlers';
import { docExamples } from '../support/doc-examples';

const root = resolve(__dirname, '../..');

/** What the index exports beside handlers, loggers, log handlers and schedules. */
const NO_HANDLER: Readonly<Record<string, 'events' | 'base of your own' | 'part of your own' | 'checkpoint file' | 'place for files' | 'something to save' | 'function for options' | 'display'>> = {
  CheckpointEvents: 'events',
  GradientEvents: 'events',
  BaseParamScheduler: 'base of your own',
  ExperimentLogger: 'base of your own',
  LRSchedule: 'base of your own',
  ParamScheduler: 'base of your own',
  StateParamScheduler: 'base of your own',
  experimentLoggerShape: 'part of your own',
  formatFrame: 'part of your own',
  histogramBuckets: 'part of your own',
  paramSchedulerShape: 'part of your own',
  stateParamSchedulerShape: 'part of your own',
  decodeCheckpoint: 'checkpoint file',
  encodeCheckpoint: 'checkpoint file',
  latestCheckpoint: 'checkpoint file',
  loadObjects: 'checkpoint file',
  setupFilenamePattern: 'checkpoint file',
  memoryAppendFile: 'place for files',
  memoryStore: 'place for files',
  plainState: 'something to save',
  settingsState: 'something to save',
  defaultScoreFunction: 'function for options',
  globalStepFromEngine: 'function for options',
  lineProgress: 'display',
};

const catalogue = Object.keys(handlers).filter((name) => !(name in NO_HANDLER));
const sources = sourcesOf(join(root, 'src/handlers/index.ts'));
const examples = docExamples();
const pages = ['handlers', 'checkpoints', 'loggers'].map((name) => join(root, `docs/${name}.md`)).filter((page) => existsSync(page)).map((page) => readFileSync(page, 'utf8')).join('\n');
const leakTests = testFiles(join(root, 'test/handlers')).map((file) => readFileSync(file, 'utf8')).filter((text) => text.includes('numTensors')).join('\n');
/** test/handlers/leaks.test.ts runs them. */
const cases = new Set(HANDLER_CASES.map(({ name }) => name));

test('every export of the index is a handler, or said to be none', () => {
  expect(catalogue.filter((name) => typeof handlers[name as keyof typeof handlers] !== 'function')).toEqual([]);
  for (const name of Object.keys(NO_HANDLER)) expect(Object.keys(handlers)).toContain(name);
});

describe.each(catalogue)('%s', (name) => {
  test('has an example in its docstring', () => {
    const own = examples.filter(({ where }) => where.startsWith(`src/handlers/${sources.get(name) ?? 'nowhere'}.ts:`)).map(({ code }) => code).join('\n');
    expect(names(name, own.replaceAll(/^import .*$/gm, ''))).toBe(true);
  });

  test('has a row or a section in the docs', () => {
    expect(new RegExp(`^(\\||#).*\`${name}[({\`]`, 'm').test(pages)).toBe(true);
  });

  test('is tested to leave no tensor behind', () => {
    expect(cases.has(name) || names(name, leakTests)).toBe(true);
  });
});

function names(name: string, text: string): boolean {
  return new RegExp(`\\b${name}\\b`).test(text);
}

/** Where the index takes its values from: file without extension by name. */
function sourcesOf(index: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const statement of ts.createSourceFile(index, readFileSync(index, 'utf8'), ts.ScriptTarget.ES2022).statements) {
    if (!ts.isExportDeclaration(statement) || statement.exportClause === undefined || !ts.isNamedExports(statement.exportClause)) continue;
    const { moduleSpecifier } = statement;
    if (statement.isTypeOnly || moduleSpecifier === undefined || !ts.isStringLiteral(moduleSpecifier)) continue;
    for (const { name } of statement.exportClause.elements) found.set(name.text, moduleSpecifier.text.replace('./', ''));
  }
  return found;
}

function testFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.test.ts') && entry.name !== 'catalogue.test.ts')
    .map((entry) => join(entry.parentPath, entry.name));
}
