import type { AnyMetric, Metric, NumericValue } from '../../src/metrics';
import { combine, diagonalOf, elementOf, meanOf, sumOf } from '../../src/metrics/value-arithmetic';
import type { Operation } from '../../src/metrics/value-arithmetic';

/** An expression over metrics: an operation with its operands, a number, or a metric's name. */
export type Tree = number | string | TreeNode;

/** The operation, then its operands. */
interface TreeNode extends ReadonlyArray<Tree> {
  readonly 0: string;
}

const OPERATIONS: Readonly<Record<string, Operation>> = { add: 'add', sub: 'sub', mul: 'mul', div: 'div', pow: 'pow', mod: 'mod', floordiv: 'floorDiv' };
const REFLECTED = { add: 'radd', sub: 'rsub', mul: 'rmul', div: 'rdiv', pow: 'rpow', mod: 'rmod', floorDiv: 'rfloorDiv' } as const;

/** The expression through the metrics' own methods. */
export function combineTree(tree: Tree, metrics: Readonly<Record<string, AnyMetric>>): AnyMetric {
  const combined = visit(tree);
  if (typeof combined === 'number') throw new Error('an expression without a metric');
  return combined;

  function visit(node: Tree): Metric | number {
    if (typeof node === 'number') return node;
    if (typeof node === 'string') return metrics[node] as Metric;
    const op = node[0];
    const [, left = NaN, right = NaN] = node;
    const a = visit(left);
    if (op === 'index') return metric(a).index(right as number);
    if (op === 'mean' || op === 'sum' || op === 'diag') return metric(a)[op]();
    const operation = operationOf(op);
    const b = visit(right);
    return typeof a === 'number' ? metric(b)[REFLECTED[operation]](a) : a[operation](b);
  }
}

/** The expression over the metrics' values. */
export function applyTree(tree: Tree, values: Readonly<Record<string, unknown>>): NumericValue {
  if (typeof tree === 'number') return tree;
  if (typeof tree === 'string') return values[tree] as NumericValue;
  const op = tree[0];
  const [, left = NaN, right = NaN] = tree;
  const a = applyTree(left, values);
  switch (op) {
    case 'index':
      return elementOf(a, right as number);
    case 'mean':
      return meanOf(a);
    case 'sum':
      return sumOf(a);
    case 'diag':
      return diagonalOf(a);
    default:
      return combine(operationOf(op), a, applyTree(right, values));
  }
}

function operationOf(op: string): Operation {
  const operation = OPERATIONS[op];
  if (operation === undefined) throw new Error(`no operation ${op}`);
  return operation;
}

function metric(value: Metric | number): Metric {
  if (typeof value === 'number') throw new Error('expected a metric');
  return value;
}
