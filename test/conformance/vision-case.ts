import type { CaseResult } from './result';

/** One thing that a golden file says, ready to be checked: `check` throws when it does not hold. */
export interface VisionCase {
  readonly id: string;
  /** What the library lacks for it; such a case is not checked. */
  readonly missing?: readonly string[];
  check(): Promise<void>;
}

/** Runs all cases, one after the other. */
export async function playAll(cases: readonly VisionCase[]): Promise<CaseResult[]> {
  const results: CaseResult[] = [];
  for (const { id, missing, check } of cases) {
    if (missing !== undefined) {
      results.push({ id, outcome: 'missing', missing });
      continue;
    }
    try {
      await check();
      results.push({ id, outcome: 'passed' });
    } catch (error) {
      results.push({ id, outcome: 'failed', detail: error instanceof Error ? error.message : String(error) });
    }
  }
  return results;
}

/** A case that cannot run for want of something. */
export function lacking(id: string, missing: string): VisionCase {
  return { id, missing: [missing], check: () => Promise.reject(new Error(`${missing} is missing`)) };
}

export function same(what: string, got: unknown, expected: unknown): void {
  const [a, b] = [JSON.stringify(got), JSON.stringify(expected)];
  if (a !== b) throw new Error(`${what}: expected ${b}, got ${a}`);
}

/** Every number of two tables within an absolute tolerance. */
export function within(what: string, got: readonly (readonly number[])[], expected: readonly (readonly number[])[] | undefined, tolerance: number): void {
  if (expected === undefined) throw new Error(`${what}: the file expects nothing`);
  same(`${what}: sizes`, got.map((row) => row.length), expected.map((row) => row.length));
  for (const [row, numbers] of expected.entries()) {
    for (const [column, value] of numbers.entries()) {
      const actual = got[row]?.[column] ?? NaN;
      if (!(Math.abs(actual - value) <= tolerance)) throw new Error(`${what}[${row}][${column}]: expected ${value}, got ${actual}`);
    }
  }
}
