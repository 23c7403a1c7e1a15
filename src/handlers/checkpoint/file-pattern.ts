import { OptionError } from '../../errors';

/** Extension of checkpoint files, without the dot. */
export const EXTENSION = 'safetensors';

/** What a file name may be made of. */
export interface FilenameParts {
  readonly filenamePrefix: string;
  readonly name: string;
  readonly globalStep: number | undefined;
  readonly scoreName: string | undefined;
  readonly score: number | undefined;
}

const PLACEHOLDERS: readonly string[] = ['filenamePrefix', 'name', 'globalStep', 'scoreName', 'score', 'ext'];

/** Which parts the default pattern has. */
export interface PatternParts {
  readonly withPrefix?: boolean;
  readonly withScore?: boolean;
  readonly withScoreName?: boolean;
  readonly withGlobalStep?: boolean;
}

/**
 * The pattern of file names with the given parts: `{filenamePrefix}_{name}_{globalStep}_{scoreName}={score}.{ext}`.
 *
 * @throws OptionError for a score's name without the score
 *
 * @example
 * ```ts
 * import { setupFilenamePattern } from 'tfjs-ignite/handlers';
 *
 * setupFilenamePattern({ withPrefix: false, withScoreName: false }); // => '{name}_{globalStep}_{score}.{ext}'
 * ```
 */
export function setupFilenamePattern({ withPrefix = true, withScore = true, withScoreName = true, withGlobalStep = true }: PatternParts = {}): string {
  if (withScoreName && !withScore) throw new OptionError({ owner: 'setupFilenamePattern.withScoreName', expected: 'false without withScore', got: true });
  const score = withScore ? (withScoreName ? '_{scoreName}={score}' : '_{score}') : '';
  return `${withPrefix ? '{filenamePrefix}_' : ''}{name}${withGlobalStep ? '_{globalStep}' : ''}${score}.{ext}`;
}

/** The placeholders in a pattern; refuses unknown ones and stray braces. */
export function placeholdersIn(owner: string, pattern: string): ReadonlySet<string> {
  const found = new Set<string>();
  const rest = pattern.replaceAll(/\{([^{}]*)\}/g, (_, name: string) => {
    if (!PLACEHOLDERS.includes(name)) {
      throw new OptionError({ owner, expected: `only the placeholders ${PLACEHOLDERS.map((each) => `{${each}}`).join(', ')}`, got: `{${name}}` });
    }
    found.add(name);
    return '';
  });
  if (/[{}]/.test(rest)) throw new OptionError({ owner, expected: 'braces in pairs', got: pattern });
  return found;
}

/** Fills a pattern that {@link placeholdersIn} has checked. */
export function formatFilename(pattern: string, parts: FilenameParts): string {
  const values: Readonly<Record<string, string>> = {
    filenamePrefix: parts.filenamePrefix,
    name: parts.name,
    globalStep: parts.globalStep === undefined ? '' : String(parts.globalStep),
    scoreName: parts.scoreName ?? '',
    score: parts.score === undefined ? '' : formatScore(parts.score),
    ext: EXTENSION,
  };
  return pattern.replaceAll(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '');
}

/** Whole numbers as they are, others with four decimals, ties to the even digit as Python writes them. */
export function formatScore(score: number): string {
  if (Number.isNaN(score)) return 'nan';
  if (!Number.isFinite(score)) return score > 0 ? 'inf' : '-inf';
  if (Number.isInteger(score)) return String(score);
  // Only odd multiples of 1/32 lie exactly between two numbers of four decimals.
  const isTie = Math.abs((score * 32) % 2) === 1;
  if (!isTie) return score.toFixed(4);
  const below = Math.floor(score * 10_000);
  return ((below % 2 === 0 ? below : below + 1) / 10_000).toFixed(4);
}
