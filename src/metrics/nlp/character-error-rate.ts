import { ShapeError } from '../../errors';
import type { ScalarAccumulator, Totals } from '../accumulators';
import { scalar } from '../accumulators';
import { Metric } from '../metric';
import type { MetricOptions } from '../metric-options';
import { parseMetricOptions } from '../metric-options';
import { predictionAndTarget } from '../output';
import { codePoints, editDistance } from './edit-distance';

/** Options of `CharacterErrorRate`. */
export type CharacterErrorRateOptions = MetricOptions;

/** A text with its reference, or a list of texts with as many references. */
export type TextPair = readonly [yPred: string, y: string] | readonly [yPred: readonly string[], y: readonly string[]];

type CharacterErrorState = {
  readonly errors: ScalarAccumulator;
  readonly characters: ScalarAccumulator;
  /** An update without texts counts: its rate is 0. */
  readonly updates: ScalarAccumulator;
};

/**
 * The character error rate: edits that make the references of the texts, divided by the references' characters, `Σ (S + D + I) / Σ N`.
 *
 * `S` characters are replaced, `D` left out and `I` put in, as few as possible (Levenshtein). Takes a text and its reference, or a list of
 * each. Characters are code points: an emoji of one code point counts once, a letter with a combining accent twice. With empty references
 * only the rate is 1, or 0 when the texts are empty too.
 *
 * Source: https://en.wikipedia.org/wiki/Levenshtein_distance
 *
 * @throws ShapeError from `update` for anything but two strings or two lists of strings of the same length
 * @throws NotComputableError from `compute` before the first update
 *
 * @example
 * ```ts
 * import { CharacterErrorRate } from 'tfjs-ignite/metrics';
 *
 * const rate = new CharacterErrorRate();
 * rate.update([['kitten', 'hello'], ['sitting', 'hello']]);
 * await rate.compute(); // => 0.25
 * ```
 */
export class CharacterErrorRate extends Metric<number, TextPair, CharacterErrorState> {
  protected readonly accumulators: CharacterErrorState = { errors: scalar(), characters: scalar(), updates: scalar() };

  constructor(options: CharacterErrorRateOptions = {}) {
    super({ owner: 'CharacterErrorRate', keys: predictionAndTarget }, parseMetricOptions('CharacterErrorRate', options));
  }

  update(output: TextPair): void {
    const [texts, references] = textLists(output);
    let errors = 0;
    let characters = 0;
    for (const [index, text] of texts.entries()) {
      const reference = codePoints(references[index] ?? '');
      errors += editDistance(codePoints(text), reference);
      characters += reference.length;
    }
    this.accumulators.errors.add(errors);
    this.accumulators.characters.add(characters);
    this.accumulators.updates.add(1);
  }

  protected evaluate({ errors, characters, updates }: Totals<CharacterErrorState>): number {
    this.requireExamples(updates);
    return characters === 0 ? Math.min(errors, 1) : errors / characters;
  }
}

function textLists(output: unknown): readonly [readonly string[], readonly string[]] {
  const [yPred, y] = Array.isArray(output) ? (output as readonly unknown[]) : [];
  if (typeof yPred === 'string' && typeof y === 'string') return [[yPred], [y]];
  if (!isTexts(yPred) || !isTexts(y)) {
    throw new ShapeError({ owner: 'CharacterErrorRate', expected: 'two strings, or two lists of strings', got: isTexts(yPred) ? y : yPred });
  }
  if (yPred.length !== y.length) throw new ShapeError({ owner: 'CharacterErrorRate.y', expected: `as many references as texts, ${yPred.length}`, got: y.length });
  return [yPred, y];
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((text) => typeof text === 'string');
}
