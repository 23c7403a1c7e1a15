/** As much of jest as the rules of stores need, for a page. */
type Body = () => unknown;
type ErrorClass = abstract new (...args: never[]) => Error;

/** Runs the tests that `define` makes, and gives what became of each by its title. */
export async function runRules(define: () => void): Promise<Record<string, string>> {
  const before: Body[] = [];
  const tests: [string, Body][] = [];
  Object.assign(globalThis, {
    beforeEach: (body: Body) => before.push(body),
    it: (title: string, body: Body) => tests.push([title, body]),
    expect,
  });
  define();
  const results: Record<string, string> = {};
  for (const [title, body] of tests) {
    try {
      for (const each of before) await each();
      await body();
      results[title] = 'passed';
    } catch (error) {
      results[title] = String(error);
    }
  }
  return results;
}

function expect(value: unknown): unknown {
  return {
    toEqual(expected: unknown) {
      if (JSON.stringify(value) !== JSON.stringify(expected)) throw new Error(`expected ${JSON.stringify(expected)}, got ${JSON.stringify(value)}`);
    },
    rejects: {
      async toThrow(kind: ErrorClass) {
        const outcome: unknown = await (value as Promise<unknown>).then(() => 'nothing', (error: unknown) => error);
        if (!(outcome instanceof kind)) throw new Error(`expected to be rejected with ${kind.name}, got ${String(outcome)}`);
      },
    },
  };
}
