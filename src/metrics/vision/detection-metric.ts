import * as tf from '@tensorflow/tfjs-core';
import type { MaybePromise } from '../../internal';
import { andThen } from '../../internal';
import type { ArrayAccumulator, RowsAccumulator, Totals } from '../accumulators';
import { array, rows } from '../accumulators';
import { Metric } from '../metric';
import type { ParsedMetricOptions } from '../metric-options';
import { isOnDevice } from '../numbers';
import { predictionAndTarget } from '../output';
import type { CurveSettings } from './detection-curves';
import { DetectionCurves } from './detection-curves';
import type { DetectionOutput } from './detection-inputs';
import { batchOnDevice, boxesOf, readBatch } from './detection-inputs';
import type { Matches } from './detection-matching';
import { matchDetections } from './detection-matching';
import type { MatchSettings } from './image-objects';

/** How a metric of detections is defined. */
export type DetectionSettings = MatchSettings & CurveSettings;

type DetectionState = {
  /** Scores and classes with what became of the detections. */
  readonly matches: RowsAccumulator;
  /** How many objects there are to find, `[area ranges, classes]`. */
  readonly targets: ArrayAccumulator;
  /** What was seen on a device only, and is matched when it is read: boxes of all images, and how many each of these has. */
  readonly unmatchedDetections: RowsAccumulator;
  readonly unmatchedTruths: RowsAccumulator;
  readonly unmatchedSizes: RowsAccumulator;
};

/**
 * Base of the metrics of object detection: detections are matched with objects batch by batch, and what became of them is kept until the curves
 * of precision and recall are drawn. Where reading tensors is dear the boxes themselves are kept, and matched by `compute`.
 */
export abstract class DetectionMetric<Value> extends Metric<Value, DetectionOutput, DetectionState> {
  protected readonly accumulators: DetectionState = { matches: rows(), targets: array(), unmatchedDetections: rows(), unmatchedTruths: rows(), unmatchedSizes: rows() };
  readonly #settings: DetectionSettings;

  constructor(owner: string, settings: DetectionSettings, options: ParsedMetricOptions) {
    super({ owner, keys: predictionAndTarget }, options);
    this.#settings = settings;
  }

  /** The value of all matches. */
  protected abstract evaluateCurves(curves: DetectionCurves): Value;

  update(output: DetectionOutput): MaybePromise<void> {
    const images = boxesOf(this.owner, output);
    if (isOnDevice(...images.detections.flat(), ...images.truths.flat())) {
      tf.tidy(() => {
        const batch = batchOnDevice(this.owner, images);
        if (batch.detections !== null) this.accumulators.unmatchedDetections.append(batch.detections, this.owner);
        if (batch.truths !== null) this.accumulators.unmatchedTruths.append(batch.truths, this.owner);
        this.accumulators.unmatchedSizes.append({ shape: [batch.sizes.length / 2, 2], data: batch.sizes }, this.owner);
      });
      return;
    }
    return andThen(readBatch(this.owner, images), (batch) => {
      const matches = matchDetections(this.owner, batch, this.#settings);
      this.accumulators.matches.append(matches.rows, this.owner);
      this.accumulators.targets.add(matches.targets, this.owner);
    });
  }

  protected evaluate(totals: Totals<DetectionState>): Value {
    const { matches, targets } = totals;
    const late = this.#matchLate(totals);
    const [rowsEarly, countsEarly] = [matches?.data ?? new Float64Array(), targets?.data ?? late.targets.data.map(() => 0)];
    const all = new Float64Array(rowsEarly.length + late.rows.data.length);
    all.set(rowsEarly);
    all.set(late.rows.data, rowsEarly.length);
    return this.evaluateCurves(new DetectionCurves(all, late.targets.data.map((count, cell) => count + (countsEarly[cell] ?? 0)), this.#settings));
  }

  #matchLate({ unmatchedDetections, unmatchedTruths, unmatchedSizes }: Totals<DetectionState>): Matches {
    const batch = { sizes: unmatchedSizes?.data ?? [], detections: unmatchedDetections?.data ?? [], truths: unmatchedTruths?.data ?? [] };
    return matchDetections(this.owner, batch, this.#settings);
  }
}
