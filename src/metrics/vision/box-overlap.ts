/** A box in rows of numbers: its corners `(x1, y1, x2, y2)` from `start` on. Everything here rounds as float32 arithmetic does. */
type Rows = ArrayLike<number>;

/** Width times height. */
export function boxArea(boxes: Rows, start: number): number {
  return Math.fround(span(boxes, start, boxes, start, 0) * span(boxes, start, boxes, start, 1));
}

/**
 * The share of a detection and an object that they have in common: of their union, of an object that stands for a crowd of the detection alone.
 * 0 where neither has an area.
 */
export function overlap(detections: Rows, detection: number, detectionArea: number, truths: Rows, truth: number, truthArea: number, isCrowd: boolean): number {
  const width = Math.max(0, span(detections, detection, truths, truth, 0));
  const height = Math.max(0, span(detections, detection, truths, truth, 1));
  const shared = Math.fround(width * height);
  const whole = isCrowd ? detectionArea : Math.fround(Math.fround(detectionArea + truthArea) - shared);
  const share = Math.fround(shared / whole);
  return Number.isNaN(share) ? 0 : share;
}

/** How long two boxes run together along an axis; negative where they are apart. */
function span(a: Rows, first: number, b: Rows, second: number, axis: number): number {
  const start = Math.max(Math.fround(a[first + axis] ?? NaN), Math.fround(b[second + axis] ?? NaN));
  const end = Math.min(Math.fround(a[first + axis + 2] ?? NaN), Math.fround(b[second + axis + 2] ?? NaN));
  return Math.fround(end - start);
}
