import { descendingOrder } from '../descending-order';
import { Column, MatchRows, Outcome } from './match-rows';

/** What average precision and recall are taken of, and how. */
export interface CurveSettings {
  readonly numClasses: number;
  readonly iouThresholds: Float32Array;
  /** float32 values, from the smallest to the largest. */
  readonly recThresholds: Float32Array;
  readonly areaRanges: readonly unknown[];
}

/** Means over classes and IoU thresholds, -1 where there is nothing to find. */
export interface AveragePrecisionRecall {
  readonly precision: number;
  readonly recall: number;
  /** The average precision over the classes at each IoU threshold. */
  readonly precisions: readonly number[];
}

/** All matches, class by class from the highest score on: the curves of precision and recall. */
export class DetectionCurves {
  readonly #matches: MatchRows;
  readonly #targets: ArrayLike<number>;
  readonly #settings: CurveSettings;
  /** Rows, those of class `c` from `#starts[c]` to `#starts[c + 1]`. */
  readonly #order: Uint32Array;
  readonly #starts: Uint32Array;
  /** The precision at each hit of the curve at hand. */
  readonly #precisions: Float64Array;

  /** @param targets how many objects there are to find, `[area ranges, classes]` */
  constructor(rows: Float64Array, targets: ArrayLike<number>, settings: CurveSettings) {
    const { numClasses, areaRanges, iouThresholds } = settings;
    const matches = new MatchRows(rows, areaRanges.length, iouThresholds.length);
    this.#matches = matches;
    this.#targets = targets;
    this.#settings = settings;
    this.#precisions = new Float64Array(matches.length);
    this.#starts = new Uint32Array(numClasses + 1);
    for (let row = 0; row < matches.length; row++) {
      const next = matches.at(row, Column.label) + 1;
      this.#starts[next] = (this.#starts[next] ?? 0) + 1;
    }
    for (let label = 0; label < numClasses; label++) this.#starts[label + 1] = (this.#starts[label + 1] ?? 0) + (this.#starts[label] ?? 0);
    const scores = new Float64Array(matches.length);
    for (let row = 0; row < matches.length; row++) scores[row] = matches.at(row, Column.score);
    this.#order = new Uint32Array(matches.length);
    const places = this.#starts.slice();
    for (const row of descendingOrder(scores)) {
      const label = matches.at(row, Column.label);
      const place = places[label] ?? 0;
      this.#order[place] = row;
      places[label] = place + 1;
    }
  }

  /** Average precision and recall in an area range, of at most `maxDetections` of each class in each image. */
  averages(range: number, maxDetections = Infinity): AveragePrecisionRecall {
    const { numClasses, iouThresholds } = this.#settings;
    const precisions = new Float64Array(iouThresholds.length);
    let [classes, recall] = [0, 0];
    for (let label = 0; label < numClasses; label++) {
      const objects = this.#targets[range * numClasses + label] ?? 0;
      if (objects === 0) continue;
      classes++;
      for (let threshold = 0; threshold < iouThresholds.length; threshold++) {
        const hits = this.#trace(label, range, threshold, maxDetections);
        recall += hits / objects;
        precisions[threshold] = (precisions[threshold] ?? 0) + this.#averagePrecision(hits, objects);
      }
    }
    if (classes === 0) return { precision: -1, recall: -1, precisions: Array.from(precisions, () => -1) };
    const each = Array.from(precisions, (total) => total / classes);
    return { precision: each.reduce((total, one) => total + one, 0) / each.length, recall: recall / (classes * each.length), precisions: each };
  }

  /** Walks along a curve, notes the precision at each hit, and returns how many there are. */
  #trace(label: number, range: number, threshold: number, maxDetections: number): number {
    const matches = this.#matches;
    let [hits, misses] = [0, 0];
    const end = this.#starts[label + 1] ?? 0;
    for (let place = this.#starts[label] ?? 0; place < end; place++) {
      const row = this.#order[place] ?? 0;
      if (matches.at(row, Column.place) >= maxDetections) continue;
      const outcome = matches.outcome(row, range, threshold);
      if (outcome === Outcome.miss) misses++;
      if (outcome !== Outcome.hit) continue;
      hits++;
      this.#precisions[hits - 1] = hits / (hits + misses);
    }
    return hits;
  }

  /** The mean over the recall thresholds of the largest precision from there on, 0 where the curve does not reach. */
  #averagePrecision(hits: number, objects: number): number {
    const precisions = this.#precisions;
    // Between hits precision only falls, so that the largest ones are at hits.
    for (let hit = hits - 2; hit >= 0; hit--) precisions[hit] = Math.max(precisions[hit] ?? NaN, precisions[hit + 1] ?? NaN);
    const { recThresholds } = this.#settings;
    let [total, needed] = [0, 1];
    for (const threshold of recThresholds) {
      while (needed <= hits && needed / objects < threshold) needed++;
      if (needed > hits) break;
      total += precisions[needed - 1] ?? NaN;
    }
    return total / recThresholds.length;
  }
}
