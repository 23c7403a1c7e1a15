import {
  adjustBrightness,
  adjustContrast,
  adjustGamma,
  adjustHue,
  adjustSaturation,
  CenterCrop,
  crop,
  flipHorizontally,
  flipVertically,
  grayscale,
  pad,
  Resize,
  rotate,
} from '../../src/data';
import type { Fill, Interpolation, Padding, PaddingMode, RgbImage } from '../../src/data';

type Size = number | readonly [number, number];
interface Box {
  readonly top: number;
  readonly left: number;
  readonly width: number;
  readonly height: number;
}

/** One operation, as transforms.json describes it. */
export type Op =
  | { readonly op: 'resize'; readonly size: Size; readonly interpolation?: Interpolation; readonly maxSize?: number | null }
  | { readonly op: 'centerCrop'; readonly size: Size }
  | ({ readonly op: 'crop' } & Box)
  | ({ readonly op: 'resizedCrop'; readonly size: Size; readonly interpolation?: Interpolation } & Box)
  | { readonly op: 'adjustBrightness' | 'adjustContrast' | 'adjustSaturation' | 'adjustHue'; readonly factor: number }
  | { readonly op: 'adjustGamma'; readonly gamma: number; readonly gain?: number }
  | { readonly op: 'hflip' | 'vflip' }
  | { readonly op: 'rotate'; readonly angle: number; readonly interpolation?: 'nearest' | 'bilinear' | 'bicubic'; readonly expand?: boolean; readonly center?: readonly [number, number] | null; readonly fill?: Fill }
  | { readonly op: 'pad'; readonly padding: Padding; readonly mode?: PaddingMode; readonly fill?: Fill }
  | { readonly op: 'grayscale'; readonly channels: 1 | 3 };

/** Applies one operation to an image. */
export function applyOp(image: RgbImage, op: Op): RgbImage {
  switch (op.op) {
    case 'resize':
      return new Resize(op.size, { ...chosen(op.interpolation), ...(op.maxSize ? { maxSize: op.maxSize } : {}) }).apply(image);
    case 'centerCrop':
      return new CenterCrop(op.size).apply(image);
    case 'crop':
      return crop(image, op);
    case 'resizedCrop':
      return new Resize(op.size, chosen(op.interpolation)).apply(crop(image, op));
    case 'adjustBrightness':
      return adjustBrightness(image, op.factor);
    case 'adjustContrast':
      return adjustContrast(image, op.factor);
    case 'adjustSaturation':
      return adjustSaturation(image, op.factor);
    case 'adjustHue':
      return adjustHue(image, op.factor);
    case 'adjustGamma':
      return adjustGamma(image, op.gamma, op.gain);
    case 'hflip':
      return flipHorizontally(image);
    case 'vflip':
      return flipVertically(image);
    case 'rotate': {
      const { angle, center, op: _, ...options } = op;
      return rotate(image, angle, { ...options, ...(center ? { center } : {}) });
    }
    case 'pad': {
      const { padding, op: _, ...options } = op;
      return pad(image, padding, options);
    }
    case 'grayscale':
      return grayscale(image, op.channels);
    default:
      throw new Error(`no such operation: ${JSON.stringify(op)}`);
  }
}

function chosen(interpolation: Interpolation | undefined): { interpolation?: Interpolation } {
  return interpolation === undefined ? {} : { interpolation };
}
