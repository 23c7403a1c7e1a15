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
      const { angle, interpolation, expand, center, fill } = op;
      return rotate(image, angle, given({ interpolation, expand, center: center ?? undefined, fill }));
    }
    case 'pad': {
      const { padding, mode, fill } = op;
      return pad(image, padding, given({ mode, fill }));
    }
    case 'grayscale':
      return grayscale(image, op.channels);
    default:
      throw new Error(`no such operation: ${JSON.stringify(op)}`);
  }
}

/** The options that a case gives, without those that it leaves out. */
function given<T extends object>(options: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as { [K in keyof T]?: Exclude<T[K], undefined> };
}

function chosen(interpolation: Interpolation | undefined): { interpolation?: Interpolation } {
  return interpolation === undefined ? {} : { interpolation };
}
