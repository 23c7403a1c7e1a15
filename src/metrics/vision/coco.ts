import { evenThresholds } from '../thresholds';

/** Sizes of objects, by their area in pixels: small up to 32 * 32, large from 96 * 96 on; what lies on a limit belongs to both sides. */
export type AreaRange = 'all' | 'small' | 'medium' | 'large';

/** The least and the largest area of each range, both within it. */
export const areaLimits: Readonly<Record<AreaRange, readonly [number, number]>> = {
  all: [0, 1e10],
  small: [0, 32 ** 2],
  medium: [32 ** 2, 96 ** 2],
  large: [96 ** 2, 1e10],
};

/** The IoU thresholds of COCO: 0.5, 0.55, ..., 0.95. */
export const cocoIouThresholds = evenThresholds(0.5, 0.95, 10);

/** The recall thresholds of COCO: 0, 0.01, ..., 1. */
export const cocoRecallThresholds = evenThresholds(0, 1, 101);
