import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import ts from 'typescript';

const root = resolve(__dirname, '..');
const src = join(root, 'src');

/** Who may import whom, beyond `base`, which everybody may use. `*` means every folder but `node` and `web`. */
const base = ['contracts', 'errors', 'internal', 'safetensors'];
const table: Record<string, readonly string[]> = {
  contracts: [],
  errors: [],
  internal: ['contracts', 'errors'],
  safetensors: ['contracts', 'errors', 'internal'],
  engine: [],
  tensor: [],
  optim: ['tensor'],
  losses: ['tensor'],
  distributed: ['tensor'],
  metrics: ['engine', 'tensor', 'distributed'],
  handlers: ['engine', 'tensor', 'optim', 'distributed'],
  data: ['tensor'],
  models: ['tensor', 'data'],
  training: ['engine', 'tensor', 'optim', 'losses', 'metrics', 'models', 'handlers'],
  node: ['*'],
  web: ['*'],
};

/** Packages that a folder may import; `contracts` may import none, and only `node` may load what is optional. */
const packages: Record<string, readonly (string | RegExp)[]> = {
  internal: ['zod/mini', /^pure-rand\//],
  engine: ['eventemitter3', 'zod/mini'],
  // Whoever may import `tensor` may import tfjs-core.
  ...Object.fromEntries(
    ['optim', 'losses', 'distributed', 'handlers', 'data', 'training'].map((folder) => [folder, ['zod/mini', '@tensorflow/tfjs-core']]),
  ),
  metrics: ['zod/mini', '@tensorflow/tfjs-core', 'ml-matrix'],
  tensor: ['zod/mini', '@tensorflow/tfjs-core', '@tensorflow/tfjs-layers'],
  models: ['zod/mini', '@tensorflow/tfjs-core', '@tensorflow/tfjs-layers'],
  safetensors: ['zod/mini'],
  node: [/./],
  web: [/./],
};

/** Families of tiny files that one table-driven test covers together: the sources' prefix, and the test. */
const coveredTogether: readonly (readonly [RegExp, string])[] = [
  [/^errors\/(.*-error|skip-sample)\.ts$/, 'test/errors/errors.test.ts'],
  [/^data\/transforms\//, 'test/data/transforms/transforms.test.ts'],
  [/^data\/batch-stream\.ts$/, 'test/data/data-loader.test.ts'],
  [/^data\/(scan-folder|rgb-image)\.ts$/, 'test/data/image-folder.test.ts'],
  [/^node\/(download-transfer|partial-file|retry)\.ts$/, 'test/node/download.test.ts'],
  [/^node\/(image-fault|optional-peer)\.ts$/, 'test/node/sharp-decoder.test.ts'],
  [/^node\/cli\.ts$/, 'test/package/package.test.ts'],
  [/^handlers\/loggers\/line-sink\.ts$/, 'test/handlers/loggers/jsonl-logger.test.ts'],
  [/^handlers\/loggers\/tensorboard\/(events|hparams)\.ts$/, 'test/handlers/loggers/tensorboard/tensorboard-logger.test.ts'],
  [/^handlers\/loggers\/weights\//, 'test/handlers/loggers/weights/weights.test.ts'],
  [/^handlers\/loggers\/mlflow\/(log-batch|mlflow-run|mlflow-sink)\.ts$/, 'test/handlers/loggers/mlflow-logger.test.ts'],
  [/^handlers\/loggers\/mlflow\/refusal\.ts$/, 'test/handlers/loggers/mlflow/rest-client.test.ts'],
  [/^losses\//, 'test/losses/losses.test.ts'],
  [/^optim\/(layer-weights|model|model-state|variable-state)\.ts$/, 'test/optim/parameters.test.ts'],
  [/^optim\/tf-optimizer-state\.ts$/, 'test/optim/tf-optimizer.test.ts'],
  [/^optim\/(?!parameters|tf-optimizer|clip)/, 'test/optim/optimizers.test.ts'],
  [/^training\/(batch|forward|gradient-update|options|supervised-step|training-step)\.ts$/, 'test/training/create-supervised-trainer.test.ts'],
  [/^training\/common-handlers-options\.ts$/, 'test/training/common-handlers.test.ts'],
  [/^training\/tbptt-step\.ts$/, 'test/training/create-supervised-tbptt-trainer.test.ts'],
  [/^training\/evaluation-step\.ts$/, 'test/training/create-supervised-evaluator.test.ts'],
  [/^handlers\/averaged-weights\.ts$/, 'test/handlers/ema-handler.test.ts'],
  [/^handlers\/lr-finder\/(curve-plot|text-plot|vega-lite)\.ts$/, 'test/handlers/lr-finder/plots.test.ts'],
  [/^handlers\/lr-finder\//, 'test/handlers/lr-finder/fastai-lr-finder.test.ts'],
  [/^metrics\/classification\/(cm-.*|dice-coefficient|iou|jaccard-index|mean-iou)\.ts$/, 'test/metrics/classification/class-sums.test.ts'],
  [/^metrics\/nlp\/bleu/, 'test/metrics/nlp/bleu.test.ts'],
  [/^metrics\/nlp\/rouge/, 'test/metrics/nlp/rouge.test.ts'],
  [/^metrics\/regression\/(?!pair-|every-error-metric|kendall-tau|ranks)/, 'test/metrics/regression/regression.test.ts'],
  [/^metrics\/similarity\/(divergence|entropy|js-divergence|kl-divergence|mutual-information|prediction-entropy|softmax-row)\.ts$/, 'test/metrics/similarity/distributions.test.ts'],
  [/^metrics\/similarity\/norm\.ts$/, 'test/metrics/similarity/mean-pairwise-distance.test.ts'],
  [/^metrics\/similarity\/(pair-average|rows)\.ts$/, 'test/metrics/similarity/contract.test.ts'],
  [/^metrics\/fairness\/(class-groups-options|subgroup-difference|subgroup-accuracy-difference|demographic-parity-difference)\.ts$/, 'test/metrics/fairness/group-difference.test.ts'],
  [/^metrics\/vision\/(coco|detection-(inputs|metric))\.ts$/, 'test/metrics/vision/object-detection-avg-precision-recall.test.ts'],
  [/^metrics\/vision\/image-objects\.ts$/, 'test/metrics/vision/detection-matching.test.ts'],
  [/^handlers\/schedulers\/lr\//, 'test/handlers/schedulers/lr/schedules.test.ts'],
  [/^handlers\/schedulers\/lr-progress\.ts$/, 'test/handlers/schedulers/lr-scheduler.test.ts'],
  [/^handlers\/schedulers\/plateau\.ts$/, 'test/handlers/schedulers/reduce-lr-on-plateau-scheduler.test.ts'],
  [/^handlers\/schedulers\/(?!param-history|epoch-memory|.*-scheduler)/, 'test/handlers/schedulers/param-scheduler.test.ts'],
  [/^handlers\/schedulers\/(base-param|cyclical|linear-cyclical|cosine-annealing|optimizer)-scheduler\.ts$/, 'test/handlers/schedulers/param-scheduler.test.ts'],
  [/^handlers\/schedulers\/.*-state-scheduler\.ts$/, 'test/handlers/schedulers/state-param-scheduler.test.ts'],
  [/^handlers\/loggers\/report\/(downsample|smooth|series|curve-path|epoch-axis)\.ts$/, 'test/handlers/loggers/report/curves.test.ts'],
  [/^handlers\/loggers\/report\/(page-(colours|header|script|sections|style)|confusion-heat-map|class-table|prediction-cards|key-figures|step-name|picture)\.ts$/, 'test/handlers/loggers/report/page.test.ts'],
  [/^handlers\/loggers\/report\/report-(data|state)\.ts$/, 'test/handlers/loggers/report/report-logger.test.ts'],
  [/^tensor\/wasm-kernels\//, 'test/tensor/wasm-kernels/register.test.ts'],
];

const files = listFiles(src).filter((file) => file.endsWith('.ts'));

interface Import {
  readonly from: string;
  readonly specifier: string;
}

const imports: Import[] = files.flatMap((file) =>
  ts.preProcessFile(readFileSync(file, 'utf8'), true, true).importedFiles.map(({ fileName }) => ({ from: file, specifier: fileName })),
);

describe('folders import only whom the table allows', () => {
  it.each([...new Set(files.map(folderOf))])('%s', (folder) => {
    const wrong = imports.filter(({ from }) => folderOf(from) === folder).flatMap((edge) => complaint(edge) ?? []);
    expect(wrong).toEqual([]);
  });
});

it('every folder of src is in the table', () => {
  expect(readdirSync(src, { withFileTypes: true }).filter((entry) => entry.isDirectory() && !(entry.name in table)).map((entry) => entry.name)).toEqual([]);
});

it('there are no import cycles, type-only imports included', () => {
  const graph = new Map<string, string[]>();
  for (const { from, specifier } of imports) {
    const target = resolveImport(from, specifier);
    if (target !== undefined) graph.set(from, [...(graph.get(from) ?? []), target]);
  }
  expect(findCycle(graph)?.map((file) => relative(src, file))).toBeUndefined();
});

it('files stay within 300 lines, docs included', () => {
  const long = files.map((file) => [relative(src, file), readFileSync(file, 'utf8').split('\n').length - 1] as const).filter(([, lines]) => lines > 300);
  expect(long).toEqual([]);
});

it('folders stay within 40 files', () => {
  const counts = new Map<string, number>();
  for (const file of files) counts.set(dirname(file), (counts.get(dirname(file)) ?? 0) + 1);
  expect([...counts].filter(([, count]) => count > 40)).toEqual([]);
});

it('index files only re-export, by name', () => {
  const wrong = files.filter((file) => basename(file) === 'index.ts').filter((file) => parse(file).statements.some((statement) => !isNamedReExport(statement)));
  expect(wrong.map((file) => relative(src, file))).toEqual([]);
});

it('a file that exports one class is named after it', () => {
  const wrong = files.flatMap((file) => {
    const classes = parse(file).statements.filter(
      (statement): statement is ts.ClassDeclaration =>
        ts.isClassDeclaration(statement) && (ts.getModifiers(statement) ?? []).some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword),
    );
    const name = classes[0]?.name?.text;
    if (classes.length !== 1 || name === undefined) return [];
    return plain(basename(file, '.ts')) === plain(name) ? [] : [`${relative(src, file)} exports ${name}`];
  });
  expect(wrong).toEqual([]);
});

it('every source file has a test at the mirrored path, or holds only types', () => {
  const untested = files
    .filter((file) => basename(file) !== 'index.ts' && !isTypesOnly(file))
    .map((file) => relative(src, file))
    .filter((file) => !existsFile(join(root, testOf(file))));
  expect(untested).toEqual([]);
});

function testOf(file: string): string {
  const family = coveredTogether.find(([pattern]) => pattern.test(file.replaceAll(sep, '/')));
  return family?.[1] ?? join('test', file).replace(/\.ts$/, '.test.ts');
}

function complaint({ from, specifier }: Import): string | undefined {
  const folder = folderOf(from);
  const edge = `${relative(src, from)} -> ${specifier}`;
  if (!specifier.startsWith('.')) {
    const allowed = packages[folder] ?? [];
    return allowed.some((name) => (typeof name === 'string' ? name === specifier : name.test(specifier))) ? undefined : edge;
  }
  const target = resolveImport(from, specifier);
  if (target === undefined) return `${edge} (not found)`;
  const targetFolder = folderOf(target);
  if (targetFolder === folder) return undefined;
  // Across folders import the folder's index, so that a folder's inner files can move.
  if (basename(target) !== 'index.ts') return `${edge} (not an index)`;
  const allowed = [...base, ...(table[folder] ?? [])];
  if (allowed.includes(targetFolder)) return undefined;
  return allowed.includes('*') && targetFolder !== 'node' && targetFolder !== 'web' ? undefined : edge;
}

/** The first folder below `src`; files directly in `src` count as `node`'s peers and may import everything but `node` and `web`. */
function folderOf(file: string): string {
  const parts = relative(src, file).split(sep);
  return parts.length === 1 ? 'node' : (parts[0] ?? '');
}

function resolveImport(from: string, specifier: string): string | undefined {
  if (!specifier.startsWith('.')) return undefined;
  const target = resolve(dirname(from), specifier);
  return [`${target}.ts`, join(target, 'index.ts')].find(existsFile);
}

function existsFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}

function listFiles(directory: string): string[] {
  return readdirSync(directory, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? listFiles(join(directory, entry.name)) : [join(directory, entry.name)],
  );
}

function parse(file: string): ts.SourceFile {
  return ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.ES2022);
}

function isNamedReExport(statement: ts.Statement): boolean {
  if (!ts.isExportDeclaration(statement) || statement.moduleSpecifier === undefined) return false;
  // `export * as optim from './optim'` names what it exports; a bare `export *` does not.
  return statement.exportClause !== undefined;
}

function isTypesOnly(file: string): boolean {
  return parse(file).statements.every(
    (statement) =>
      ts.isInterfaceDeclaration(statement) ||
      ts.isTypeAliasDeclaration(statement) ||
      (ts.isImportDeclaration(statement) && statement.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword) ||
      (ts.isExportDeclaration(statement) && statement.isTypeOnly),
  );
}

function plain(name: string): string {
  return name.replaceAll('-', '').toLowerCase();
}

function findCycle(graph: ReadonlyMap<string, readonly string[]>): string[] | undefined {
  const done = new Set<string>();
  const path: string[] = [];
  const visit = (file: string): string[] | undefined => {
    if (path.includes(file)) return [...path.slice(path.indexOf(file)), file];
    if (done.has(file)) return undefined;
    path.push(file);
    for (const target of graph.get(file) ?? []) {
      const cycle = visit(target);
      if (cycle !== undefined) return cycle;
    }
    path.pop();
    done.add(file);
    return undefined;
  };
  for (const file of graph.keys()) {
    const cycle = visit(file);
    if (cycle !== undefined) return cycle;
  }
  return undefined;
}
