import { descendingOrder } from '../descending-order';
import type { DetectionBatch } from './detection-inputs';
import { COLUMNS } from './detection-inputs';
import type { MatchSettings } from './image-objects';
import { ImageObjects } from './image-objects';
import { Column, MatchRows } from './match-rows';

/** Detections with what became of them, and the objects that there were to find. */
export interface Matches {
  /** See `MatchRows`. */
  readonly rows: { readonly shape: readonly [rows: number, width: number]; readonly data: Float64Array };
  /** `[area ranges, classes]`. */
  readonly targets: { readonly shape: readonly [ranges: number, classes: number]; readonly data: Float64Array };
}

/**
 * Matches the detections of each image with its objects, as COCO does.
 *
 * Detections come from the highest score on. Each takes the free object of its class that it overlaps most, if by the threshold at least. Objects
 * that are crowds or outside of the area range are taken last, and then the detection is ignored; crowds may be taken again and again. A
 * detection that takes none is a miss, unless its own area is outside of the range.
 *
 * @throws ShapeError for an object that counts and whose class there is not
 */
export function matchDetections(owner: string, { sizes, detections, truths }: DetectionBatch, settings: MatchSettings): Matches {
  const { numClasses, areaRanges, iouThresholds, maxDetections } = settings;
  const width = MatchRows.width(areaRanges.length, iouThresholds.length);
  const matches = new MatchRows(new Float64Array((detections.length / COLUMNS) * width), areaRanges.length, iouThresholds.length);
  const targets = new Float64Array(areaRanges.length * numClasses);
  const places = new Float64Array(numClasses);
  let [detection, truth, row] = [0, 0, 0];
  for (let image = 0; image < sizes.length; image += 2) {
    const [found, actual] = [sizes[image] ?? 0, sizes[image + 1] ?? 0];
    const objects = new ImageObjects(truths, truth, actual, settings);
    objects.countInto(targets, owner);
    const scores = new Float64Array(found);
    for (let index = 0; index < found; index++) scores[index] = detections[(detection + index) * COLUMNS + 4] ?? NaN;
    places.fill(0);
    for (const index of descendingOrder(scores)) {
      const start = (detection + index) * COLUMNS;
      const label = detections[start + 5] ?? NaN;
      const place = places[label];
      // Undefined for what is no class.
      if (place === undefined || place >= maxDetections) continue;
      places[label] = place + 1;
      matches.data[row * width + Column.score] = scores[index] ?? NaN;
      matches.data[row * width + Column.label] = label;
      matches.data[row * width + Column.place] = place;
      objects.match(detections, start, label, matches, row);
      row++;
    }
    detection += found;
    truth += actual;
  }
  return {
    rows: { shape: [row, width], data: matches.data.subarray(0, row * width) },
    targets: { shape: [areaRanges.length, numClasses], data: targets },
  };
}
