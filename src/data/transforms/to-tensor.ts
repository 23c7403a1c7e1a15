import type { HostTensor } from '../../contracts';
import type { RgbImage } from '../rgb-image';
import { channelsOf } from '../rgb-image';
import type { Transform, TransformJson } from './transform';

const UNIT = Float32Array.from({ length: 256 }, (_, byte) => byte / 255);

/**
 * Makes a float32 tensor of shape [height, width, 3] (channels last) with values from 0 to 1 of an image: byte / 255,
 * rounded to float32 once, as torchvision's `ToTensor` does.
 *
 * @example
 * ```ts
 * import { ToTensor } from 'tfjs-ignite/data';
 *
 * const tensor = new ToTensor().apply({ width: 1, height: 1, data: Uint8Array.of(0, 51, 255) });
 * tensor.shape; // => [ 1, 1, 3 ]
 * tensor.data[2]; // => 1
 * ```
 */
export class ToTensor implements Transform<RgbImage, HostTensor<Float32Array>> {
  apply(image: RgbImage): HostTensor<Float32Array> {
    const channels = channelsOf('ToTensor', image);
    const bytes = image.data;
    const data = new Float32Array(bytes.length);
    for (let at = 0; at < bytes.length; at++) data[at] = UNIT[bytes[at] as number] as number; // a byte is below 256
    return { dtype: 'float32', shape: [image.height, image.width, channels], data };
  }

  toJSON(): TransformJson {
    return { name: 'ToTensor' };
  }
}
