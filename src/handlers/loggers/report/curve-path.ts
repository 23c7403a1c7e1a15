import type { Points } from './downsample';
import type { Scale } from './scale';
import { isDrawable, place } from './scale';

/**
 * A curve as the `d` of an SVG path. It is broken where a value cannot be shown, and where steps begin anew; a point alone is a dot.
 */
export function curvePath({ x, y }: Points, across: Scale, up: Scale): string {
  let [path, isDrawing, last] = ['', false, -Infinity];
  for (let index = 0; index < x.length; index++) {
    const [step, value] = [x[index] ?? NaN, y[index] ?? NaN];
    if (!canShow(value, up)) {
      isDrawing = false;
      continue;
    }
    const begins = !isDrawing || step < last;
    path += `${begins ? 'M' : 'L'}${coordinate(place(across, step))} ${coordinate(place(up, value))}`;
    if (begins) path += 'h0';
    [isDrawing, last] = [true, step];
  }
  return path;
}

/** Steps whose value has no place: NaN and infinities. */
export function brokenSteps({ x, y }: Points): number[] {
  return Array.from(x).filter((_, index) => !isDrawable(y[index] ?? NaN));
}

/** A length in the drawing, to a tenth of a pixel. */
export function coordinate(value: number): string {
  return String(Math.round(value * 10) / 10);
}

function canShow(value: number, up: Scale): boolean {
  return isDrawable(value) && (up.kind === 'linear' || value > 0);
}
