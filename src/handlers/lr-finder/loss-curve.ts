/** The smoothed losses of a search, and whether they have shot up. */
export class LossCurve {
  /** `smoothF * loss + (1 - smoothF) * before`, iteration by iteration. */
  readonly losses: number[] = [];
  readonly #smoothF: number;
  readonly #divergeTh: number;
  #lowest = Infinity;
  #diverged = false;

  constructor({ smoothF, divergeTh }: { readonly smoothF: number; readonly divergeTh: number }) {
    this.#smoothF = smoothF;
    this.#divergeTh = divergeTh;
  }

  /** Whether the last loss was more than `divergeTh` times the lowest, or NaN. */
  get diverged(): boolean {
    return this.#diverged;
  }

  add(loss: number): void {
    const before = this.losses.at(-1);
    const smoothed = this.#smoothF > 0 && before !== undefined ? this.#smoothF * loss + (1 - this.#smoothF) * before : loss;
    this.losses.push(smoothed);
    this.#lowest = Math.min(this.#lowest, smoothed);
    // Not `>`, which NaN would pass.
    this.#diverged = !(smoothed <= this.#divergeTh * this.#lowest);
  }
}
