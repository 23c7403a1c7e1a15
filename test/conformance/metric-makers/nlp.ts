import * as metrics from '../../../src/metrics';
import type { Makers } from './maker';

export const nlp: Makers = {
  Bleu: { make: (options: object) => new metrics.Bleu(options) },
  CharacterErrorRate: { make: (options: object) => new metrics.CharacterErrorRate(options) },
  Perplexity: { make: (options: object) => new metrics.Perplexity(options), takesLayout: true },
  Rouge: { make: (options: object) => new metrics.Rouge(options) },
  RougeL: { make: (options: object) => new metrics.RougeL(options) },
  RougeN: { make: (options: object) => new metrics.RougeN(options) },
};
