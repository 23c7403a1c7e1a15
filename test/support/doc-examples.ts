import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { inspect } from 'node:util';
import { transformSync } from 'esbuild';
import ts from 'typescript';

const root = resolve(__dirname, '../..');

/** One fenced example of a docstring or a page. */
export interface DocExample {
  /** `path:line` of its first line. */
  readonly where: string;
  readonly code: string;
}

/** Every ```ts fence of the sources' docstrings, of the pages under docs and of the README. */
export function docExamples(): DocExample[] {
  const files = [...listFiles('src', '.ts'), ...listFiles('docs', '.md'), 'README.md'];
  return files.flatMap((file) => fences(file, readFileSync(join(root, file), 'utf8')));
}

/** Whether the example says what its expressions give. */
export function hasExpectations(example: DocExample): boolean {
  return /\/\/ => /.test(example.code);
}

/** Runs an example; resolves to pairs of what it says and what came. A promise at the end of a line is awaited. */
export async function runDocExample(example: DocExample): Promise<{ said: string; got: string }[]> {
  const results: { said: string; got: string }[] = [];
  const check = async (value: unknown, said: string): Promise<void> => {
    const got = inspect(await value, { depth: 6, breakLength: Infinity, sorted: false });
    // A trailing … stands for further digits.
    const prefix = said.endsWith('…') ? said.slice(0, -1) : undefined;
    results.push({ said, got: prefix !== undefined && got.startsWith(prefix) ? said : got });
  };
  const { code } = transformSync(`async function example() {\n${instrument(example.code)}\n}`, { loader: 'ts', target: 'node20' });
  const load = (name: string): unknown => require(name) as unknown;
  const example$ = new Function('load', 'check', `${code}; return example();`) as (load: (name: string) => unknown, check: unknown) => Promise<void>;
  await example$(load, check);
  return results;
}

function fences(file: string, text: string): DocExample[] {
  const isSource = file.endsWith('.ts');
  const lines = text.split('\n').map((line) => (isSource ? line.replace(/^\s*\* ?/, '') : line));
  const found: DocExample[] = [];
  for (let start = 0; start < lines.length; start++) {
    if (lines[start]?.trim() !== '```ts') continue;
    const end = lines.indexOf('```', start + 1);
    const code = lines.slice(start + 1, end === -1 ? undefined : end).join('\n');
    found.push({ where: `${file}:${start + 2}`, code });
    start = end === -1 ? lines.length : end;
  }
  return found;
}

/** Imports become loads, and each expression statement followed by `// => text` becomes a check. */
function instrument(code: string): string {
  const source = ts.createSourceFile('example.ts', code, ts.ScriptTarget.ES2022, true);
  return source.statements.map((statement) => instrumentStatement(source, statement)).join('\n');
}

function instrumentStatement(source: ts.SourceFile, statement: ts.Statement): string {
  const text = statement.getText(source);
  if (ts.isImportDeclaration(statement)) return importToLoad(statement);
  const [comment] = ts.getTrailingCommentRanges(source.text, statement.end) ?? [];
  const said = comment === undefined ? undefined : /^\/\/ => (.*)$/.exec(source.text.slice(comment.pos, comment.end))?.[1];
  if (said === undefined || !ts.isExpressionStatement(statement)) return text;
  return `await check(${statement.expression.getText(source)}, ${JSON.stringify(said.trim())});`;
}

function importToLoad(declaration: ts.ImportDeclaration): string {
  const module = (declaration.moduleSpecifier as ts.StringLiteral).text;
  const bindings = declaration.importClause?.namedBindings;
  if (declaration.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword) return '';
  if (bindings === undefined) return `load(${JSON.stringify(module)});`;
  if (ts.isNamespaceImport(bindings)) return `const ${bindings.name.text} = load(${JSON.stringify(module)});`;
  const names = bindings.elements
    .filter((element) => !element.isTypeOnly)
    .map(({ name, propertyName }) => (propertyName === undefined ? name.text : `${propertyName.text}: ${name.text}`));
  return `const { ${names.join(', ')} } = load(${JSON.stringify(module)});`;
}

function listFiles(directory: string, extension: string): string[] {
  return readdirSync(join(root, directory), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(extension))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .sort();
}
