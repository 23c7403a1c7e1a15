import { readFileSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import * as metrics from '../../src/metrics';
import { Metric } from '../../src/metrics';
import { docExamples } from '../support/doc-examples';

const root = resolve(__dirname, '../..');

/** What the index exports beside metrics: parts for metrics of one's own, and when they are updated. */
const PARTS = new Set([
  'array', 'nestedMetrics', 'replicated', 'rows', 'scalar', 'asTensor', 'isOnDevice', 'nested', 'readAll', 'readNumbers', 'parseMetricOptions', 'predictionAndTarget', 'Metric',
  'BatchFiltered', 'BatchWise', 'EpochWise', 'MetricUsage', 'RunningBatchWise', 'RunningEpochWise', 'SingleEpochRunningBatchWise',
]);

/** Ignite's name where it is not the same. */
const IGNITE: Readonly<Record<string, string>> = { RocAuc: 'ROC_AUC', meanIoU: 'mIoU', cocoTensorListToDictList: 'coco_tensor_list_to_dict_list' };

/** Metrics without golden cases, and why. */
const WITHOUT_GOLDEN: Readonly<Record<string, string>> = {
  Frequency: 'it measures time: its tests give it a clock',
  MetricsLambda: 'its cases are expressions',
};

/** Functions that hold nothing between calls. */
const STATELESS = new Set(['cocoTensorListToDictList']);

const catalogue = Object.keys(metrics).filter((name) => !PARTS.has(name));
const golden = JSON.parse(readFileSync(join(root, 'test/fixtures/golden/metrics.json'), 'utf8')) as {
  readonly cases: readonly { readonly metric: string }[];
  readonly lambdaCases: readonly unknown[];
};
const played = new Set(golden.cases.map(({ metric }) => metric));
const page = readFileSync(join(root, 'docs/metrics.md'), 'utf8');
const contracts = filesUnder(join(root, 'test/metrics')).map((file) => readFileSync(file, 'utf8')).filter((text) => text.includes('describeContract([')).join('\n');
const examples = docExamples().filter(({ where }) => where.startsWith('src/metrics/')).map(({ code }) => code).join('\n');

test('every export of the index is a metric, or said to be a part', () => {
  const others = catalogue.filter((name) => {
    const value: unknown = metrics[name as keyof typeof metrics];
    if (typeof value !== 'function') return true;
    // A metric is a class of metrics, or a function that makes one.
    return /^class\b/.test(Function.prototype.toString.call(value)) && !(value.prototype instanceof Metric);
  });
  expect(others).toEqual([]);
});

describe.each(catalogue)('%s', (name) => {
  test('has golden cases', () => {
    if (name in WITHOUT_GOLDEN) return;
    expect([...played]).toContain(IGNITE[name] ?? name);
  });

  test('has a row in docs/metrics.md', () => {
    expect(new RegExp(`^\\| .*\`${name}[({\`]`, 'm').test(page)).toBe(true);
  });

  test('is a subject of the contract, which tests that it leaves nothing behind', () => {
    if (STATELESS.has(name)) return;
    expect(new RegExp(`\\b${name}\\b`).test(contracts)).toBe(true);
  });

  test('has an example', () => {
    expect(new RegExp(`\\b${name}\\b`).test(examples.replaceAll(/^import .*$/gm, ''))).toBe(true);
  });
});

test('what is left out is there', () => {
  expect(golden.lambdaCases.length).toBeGreaterThan(0);
  for (const name of [...Object.keys(WITHOUT_GOLDEN), ...Object.keys(IGNITE), ...STATELESS]) expect(catalogue).toContain(name);
});

function filesUnder(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true }).filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}
