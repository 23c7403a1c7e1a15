import { ShapeError } from '../../errors';
import { boxArea, overlap } from './box-overlap';
import { COLUMNS } from './detection-inputs';
import type { MatchRows } from './match-rows';
import { Outcome } from './match-rows';

/** How detections are matched. */
export interface MatchSettings {
  readonly numClasses: number;
  /** float32 values, from the smallest to the largest. */
  readonly iouThresholds: Float32Array;
  /** The least and the largest area of objects that count. The same detections are matched for each of these ranges. */
  readonly areaRanges: readonly (readonly [number, number])[];
  /** How many detections of a class in an image count, from the highest score on. */
  readonly maxDetections: number;
}

/** The objects of one image, while its detections are matched with them. */
export class ImageObjects {
  readonly #rows: ArrayLike<number>;
  readonly #start: number;
  readonly #settings: MatchSettings;
  readonly #areas: Float64Array;
  readonly #crowd: Uint8Array;
  /** `[objects, area ranges]`. */
  readonly #ignored: Uint8Array;
  /** `[objects, area ranges, thresholds]`. */
  readonly #taken: Uint8Array;
  /** The objects that the detection at hand may take, and how far it overlaps them. */
  readonly #candidates: Int32Array;
  readonly #shares: Float64Array;
  #found = 0;

  /** @param rows corners, class and whether it is a crowd, of which `count` from row `first` on are this image's */
  constructor(rows: ArrayLike<number>, first: number, count: number, settings: MatchSettings) {
    const ranges = settings.areaRanges.length;
    this.#rows = rows;
    this.#start = first * COLUMNS;
    this.#settings = settings;
    this.#areas = new Float64Array(count);
    this.#crowd = new Uint8Array(count);
    this.#ignored = new Uint8Array(count * ranges);
    this.#taken = new Uint8Array(count * ranges * settings.iouThresholds.length);
    this.#candidates = new Int32Array(count);
    this.#shares = new Float64Array(count);
    for (let object = 0; object < count; object++) {
      const area = boxArea(rows, this.#start + object * COLUMNS);
      const isCrowd = rows[this.#start + object * COLUMNS + 5] !== 0;
      this.#areas[object] = area;
      this.#crowd[object] = Number(isCrowd);
      for (let range = 0; range < ranges; range++) this.#ignored[object * ranges + range] = Number(isCrowd || !this.#isWithin(range, area));
    }
  }

  /**
   * Adds the objects that there are to find to the counts `[area ranges, classes]`.
   *
   * @throws ShapeError for one whose class there is not
   */
  countInto(counts: Float64Array, owner: string): void {
    const { numClasses, areaRanges } = this.#settings;
    for (let index = 0; index < this.#ignored.length; index++) {
      if (this.#ignored[index] === 1) continue;
      const label = this.#rows[this.#start + Math.floor(index / areaRanges.length) * COLUMNS + 4] ?? NaN;
      if (!(Number.isInteger(label) && label >= 0 && label < numClasses)) {
        throw new ShapeError({ owner: `${owner}.y`, expected: `classes from 0 to ${numClasses - 1}`, got: label, mend: 'Set numClasses to the number of classes that there are.' });
      }
      const cell = (index % areaRanges.length) * numClasses + label;
      counts[cell] = (counts[cell] ?? 0) + 1;
    }
  }

  /** Has a detection take objects at all thresholds in all area ranges, and writes what becomes of it. */
  match(detections: ArrayLike<number>, start: number, label: number, into: MatchRows, row: number): void {
    const { iouThresholds, areaRanges } = this.#settings;
    const area = boxArea(detections, start);
    this.#findCandidates(detections, start, area, label);
    for (let range = 0; range < areaRanges.length; range++) {
      const alone = this.#isWithin(range, area) ? Outcome.miss : Outcome.ignored;
      for (let threshold = 0; threshold < iouThresholds.length; threshold++) {
        into.setOutcome(row, range, threshold, this.#found === 0 ? alone : this.#take(range, threshold, alone));
      }
    }
  }

  #findCandidates(detections: ArrayLike<number>, start: number, area: number, label: number): void {
    const lowest = this.#settings.iouThresholds[0] ?? NaN;
    this.#found = 0;
    for (let object = 0; object < this.#areas.length; object++) {
      const row = this.#start + object * COLUMNS;
      if (this.#rows[row + 4] !== label) continue;
      const share = overlap(detections, start, area, this.#rows, row, this.#areas[object] ?? NaN, this.#crowd[object] === 1);
      if (share < lowest) continue;
      this.#candidates[this.#found] = object;
      this.#shares[this.#found] = share;
      this.#found++;
    }
  }

  /** Takes the best object that is free: the last one of equals. */
  #take(range: number, threshold: number, alone: number): number {
    const { iouThresholds, areaRanges } = this.#settings;
    const least = iouThresholds[threshold] ?? NaN;
    let best = -1;
    let most = -Infinity;
    for (let index = 0; index < this.#found; index++) {
      const share = this.#shares[index] ?? NaN;
      const cell = (this.#candidates[index] ?? 0) * areaRanges.length + range;
      if (share < least || this.#taken[cell * iouThresholds.length + threshold] === 1) continue;
      // Those that are ignored come after all that count, and are compared at the precision that float32 leaves them.
      const value = this.#ignored[cell] === 1 ? Math.fround(share - 2) : share;
      if (value < most) continue;
      best = index;
      most = value;
    }
    if (best < 0) return alone;
    const object = this.#candidates[best] ?? 0;
    if (this.#crowd[object] === 0) this.#taken[(object * areaRanges.length + range) * iouThresholds.length + threshold] = 1;
    return most >= 0 ? Outcome.hit : Outcome.ignored;
  }

  #isWithin(range: number, area: number): boolean {
    const limits = this.#settings.areaRanges[range];
    return limits !== undefined && area >= limits[0] && area <= limits[1];
  }
}
