import type { Release } from './release';

/** Keeps account of the batch and the output that an engine has to release, and releases each once. */
export class Ownership {
  readonly #release: Release;
  #batch: unknown;
  #output: unknown;
  /** What came in with the batch follows the batch's rule, also where the step hands it out again. */
  #cameWith: readonly unknown[] = [];

  constructor(release: Release) {
    this.#release = release;
  }

  get holdsBatch(): boolean {
    return this.#batch !== undefined;
  }

  /** Takes a batch over from its source. */
  takeBatch(batch: unknown): void {
    this.#batch = batch;
  }

  releaseBatch(): void {
    const batch = this.#batch;
    if (batch === undefined) return;
    this.#batch = undefined;
    this.#release(batch);
  }

  /** Takes over what a step returned for a batch. */
  takeOutput(output: unknown, ...batches: readonly unknown[]): void {
    if (typeof output !== 'object' || output === null) return;
    this.#output = output;
    this.#cameWith = batches;
  }

  /** Releases the last output, and what a handler may have put in its place. */
  releaseOutput(current: unknown): void {
    const output = this.#output;
    if (output === undefined && (typeof current !== 'object' || current === null)) return;
    this.#release(output === current ? output : [output, current], this.#cameWith);
    this.#output = undefined;
    this.#cameWith = [];
  }
}
