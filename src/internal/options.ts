import * as z from 'zod/mini';
import { OptionError } from '../errors';

/**
 * Checks options against a strict schema and returns them complete, or refuses them with an `OptionError` that names the option.
 *
 * Write schemas with `z.strictObject` from `zod/mini`, defaults with `z._default`. Meant for constructors: never call it in a loop.
 */
export function parseOptions<S extends z.ZodMiniType>(owner: string, schema: S, options: unknown): Readonly<z.output<S>> {
  const result = z.safeParse(schema, options);
  if (result.success) return Object.freeze(result.data);
  const issue = result.error.issues[0];
  const path = issue === undefined ? [] : issue.path;
  const where = path.reduce<string>((text, key) => (typeof key === 'number' ? `${text}[${key}]` : `${text}.${String(key)}`), owner);
  if (issue?.code === 'unrecognized_keys') {
    throw new OptionError({
      owner: where,
      expected: `only options that it has (${knownKeys(schema, path)})`,
      got: issue.keys.join(', '),
      mend: 'Check the spelling, or remove it.',
    });
  }
  throw new OptionError({ owner: where, expected: expectation(issue), got: valueAt(options, path) });
}

function expectation(issue: z.core.$ZodIssue | undefined): string {
  if (issue === undefined) return 'valid options';
  switch (issue.code) {
    case 'invalid_type':
      return article(issue.expected === 'int' ? 'integer' : issue.expected);
    case 'too_small':
      return `${issue.inclusive === false ? 'more than' : 'at least'} ${String(issue.minimum)}${issue.origin === 'array' ? ' item(s)' : ''}`;
    case 'too_big':
      return `${issue.inclusive === false ? 'less than' : 'at most'} ${String(issue.maximum)}${issue.origin === 'array' ? ' item(s)' : ''}`;
    case 'invalid_value':
      return `one of ${issue.values.map((value) => JSON.stringify(value)).join(', ')}`;
    default:
      // A schema's own `error` text is written to be read after "expected".
      return issue.message;
  }
}

function article(noun: string): string {
  return `${/^[aeiou]/.test(noun) ? 'an' : 'a'} ${noun}`;
}

function knownKeys(schema: z.ZodMiniType, path: readonly PropertyKey[]): string {
  if (path.length > 0 || !(schema instanceof z.ZodMiniObject)) return 'see its documentation';
  return Object.keys(schema.def.shape).join(', ');
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((at, key) => (typeof at === 'object' && at !== null ? (at as Record<PropertyKey, unknown>)[key] : undefined), value);
}
