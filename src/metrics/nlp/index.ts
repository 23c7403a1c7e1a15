/** Metrics of texts and language models. */
export { Bleu } from './bleu';
export type { BleuOptions } from './bleu';
export type { BleuSmoothing } from './bleu-score';
export { CharacterErrorRate } from './character-error-rate';
export type { CharacterErrorRateOptions, TextPair } from './character-error-rate';
export { Perplexity } from './perplexity';
export type { PerplexityOptions } from './perplexity';
export { Rouge } from './rouge';
export type { RougeOptions } from './rouge';
export type { RougeLOptions, RougeValue } from './rouge-base';
export { RougeL } from './rouge-l';
export { RougeN } from './rouge-n';
export type { RougeNOptions } from './rouge-n';
export type { RougeVariant } from './rouge-overlap';
export type { Token, TokenBatch, TokenList } from './token-batch';
