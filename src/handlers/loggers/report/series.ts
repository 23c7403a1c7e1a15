import type { Points } from './downsample';

/** So many stretches a curve has at most; when they are full, two become one. */
const CAPACITY = 1 << 16;

/** All of a curve, to be saved and restored. */
export interface SeriesState extends Required<Points> {
  /** Values in each stretch but the last. */
  readonly stride: number;
  /** Values in the last stretch. */
  readonly count: number;
  /** Of the values in the last stretch. */
  readonly sum: number;
}

/**
 * A curve that grows. It keeps every value, until there are so many that nobody could see them; from then on the least, the greatest and the
 * mean of short stretches of equal length. So it takes two megabytes at most, however long the run.
 */
export class Series {
  #x = new Float64Array(64);
  #y = new Float64Array(64);
  #low = new Float64Array(64);
  #high = new Float64Array(64);
  #length = 0;
  #stride = 1;
  #count = 0;
  #sum = 0;

  add(step: number, value: number): void {
    const last = this.#length - 1;
    if (last >= 0 && this.#count < this.#stride) {
      this.#low[last] = Math.min(this.#low[last] ?? NaN, value);
      this.#high[last] = Math.max(this.#high[last] ?? NaN, value);
      this.#count++;
      this.#sum += value;
      this.#x[last] = step;
      // Until its stretch is complete, the last value is the one to be named.
      this.#y[last] = value;
      return;
    }
    if (last >= 0) this.#y[last] = this.#sum / this.#count;
    if (this.#length === CAPACITY) this.#merge();
    if (this.#length === this.#x.length) [this.#x, this.#y, this.#low, this.#high] = [grown(this.#x), grown(this.#y), grown(this.#low), grown(this.#high)];
    this.#x[this.#length] = step;
    this.#y[this.#length] = this.#low[this.#length] = this.#high[this.#length] = this.#sum = value;
    this.#count = 1;
    this.#length++;
  }

  /** What is there now: a view, valid until the next change. */
  points(): Required<Points> {
    const [x, y, low, high] = [this.#x, this.#y, this.#low, this.#high].map((column) => column.subarray(0, this.#length));
    return { x, y, low, high } as Required<Points>; // four columns make four
  }

  /** A copy of everything. */
  save(): SeriesState {
    const { x, y, low, high } = this.points();
    return { x: x.slice(), y: y.slice(), low: low.slice(), high: high.slice(), stride: this.#stride, count: this.#count, sum: this.#sum };
  }

  /** Goes on from what was saved. */
  restore({ x, y, low, high, stride, count, sum }: SeriesState): void {
    [this.#x, this.#y, this.#low, this.#high] = [x.slice(), y.slice(), low.slice(), high.slice()];
    this.#length = x.length;
    [this.#stride, this.#count, this.#sum] = [stride, count, sum];
  }

  #merge(): void {
    this.#length /= 2;
    this.#stride *= 2;
    for (let index = 0; index < this.#length; index++) {
      const [first, second] = [2 * index, 2 * index + 1];
      this.#x[index] = this.#x[second] ?? NaN;
      this.#y[index] = ((this.#y[first] ?? NaN) + (this.#y[second] ?? NaN)) / 2;
      this.#low[index] = Math.min(this.#low[first] ?? NaN, this.#low[second] ?? NaN);
      this.#high[index] = Math.max(this.#high[first] ?? NaN, this.#high[second] ?? NaN);
    }
  }
}

function grown(values: Float64Array): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(Math.max(64, values.length * 2));
  larger.set(values);
  return larger;
}
