import { descendingOrder } from '../descending-order';
import { Column, MatchRows, Outcome, OUTCOME_BITS } from './match-rows';

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
  readonly #rows: MatchRows;
  readonly #targets: ArrayLike<number>;
  readonly #settings: CurveSettings;
  /** Where the matches of each class begin, and after the last of them. */
  readonly #starts: Uint32Array;
  /** Columns of the matches in their order: places in the images, and words of outcomes. */
  readonly #columns: readonly Uint32Array[];
  /** The precision at each hit of the curve at hand. */
  readonly #precisions: Float64Array;

  /** @param targets how many objects there are to find, `[area ranges, classes]` */
  constructor(data: Float64Array, targets: ArrayLike<number>, settings: CurveSettings) {
    const rows = new MatchRows(data, settings.areaRanges.length, settings.iouThresholds.length);
    const order = byClass(rows, settings.numClasses);
    this.#rows = rows;
    this.#targets = targets;
    this.#settings = settings;
    this.#starts = order.starts;
    // The curves are walked along many times: for that each column is in a row.
    this.#columns = Array.from({ length: rows.width }, (_, column) => {
      const values = new Uint32Array(column < Column.place ? 0 : rows.length);
      for (let place = 0; place < values.length; place++) values[place] = rows.at(order.rows[place] ?? 0, column);
      return values;
    });
    this.#precisions = new Float64Array(rows.length);
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
    const { column, shift } = this.#rows.place(range, threshold);
    const [words, places, precisions] = [this.#columns[column] ?? [], this.#columns[Column.place] ?? [], this.#precisions];
    const end = this.#starts[label + 1] ?? 0;
    let hits = 0;
    let misses = 0;
    for (let index = this.#starts[label] ?? 0; index < end; index++) {
      if ((places[index] ?? 0) >= maxDetections) continue;
      const outcome = ((words[index] ?? 0) >>> shift) & OUTCOME_BITS;
      if (outcome === Outcome.miss) misses++;
      if (outcome !== Outcome.hit) continue;
      precisions[hits] = (hits + 1) / (hits + 1 + misses);
      hits++;
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

/** Rows class by class, those of a class from the highest score on. */
function byClass(rows: MatchRows, numClasses: number): { rows: Uint32Array; starts: Uint32Array } {
  const scores = new Float64Array(rows.length);
  const starts = new Uint32Array(numClasses + 1);
  for (let row = 0; row < rows.length; row++) {
    scores[row] = rows.at(row, Column.score);
    const next = rows.at(row, Column.label) + 1;
    starts[next] = (starts[next] ?? 0) + 1;
  }
  for (let label = 0; label < numClasses; label++) starts[label + 1] = (starts[label + 1] ?? 0) + (starts[label] ?? 0);
  const sorted = new Uint32Array(rows.length);
  const free = starts.slice();
  for (const row of descendingOrder(scores)) {
    const label = rows.at(row, Column.label);
    const place = free[label] ?? 0;
    sorted[place] = row;
    free[label] = place + 1;
  }
  return { rows: sorted, starts };
}
