import type { RgbImage } from '../rgb-image';

/** A value of one channel at a place between pixels, as a byte. */
export type Pick = (image: RgbImage, channels: number, channel: number, x: number, y: number) => number;

/** Between the four pixels around, cut off (Pillow's bilinear transform). */
export const pickBilinear: Pick = (image, channels, channel, x, y) => {
  const [left, top] = [Math.floor(x - 0.5), Math.floor(y - 0.5)];
  const [dx, dy] = [x - 0.5 - left, y - 0.5 - top];
  const row = (at: number): number => {
    const from = pixel(image, channels, channel, left, at);
    return from + (pixel(image, channels, channel, left + 1, at) - from) * dx;
  };
  const above = row(top);
  const below = top + 1 >= 0 && top + 1 < image.height ? row(top + 1) : above;
  return Math.trunc(above + (below - above) * dy);
};

/** Between the sixteen pixels around, a cubic with a = -1, cut off and clipped (Pillow's bicubic transform). */
export const pickBicubic: Pick = (image, channels, channel, x, y) => {
  const [left, top] = [Math.floor(x - 0.5), Math.floor(y - 0.5)];
  const [dx, dy] = [x - 0.5 - left, y - 0.5 - top];
  const row = (at: number): number =>
    cubic(
      pixel(image, channels, channel, left - 1, at),
      pixel(image, channels, channel, left, at),
      pixel(image, channels, channel, left + 1, at),
      pixel(image, channels, channel, left + 2, at),
      dx,
    );
  const inside = (at: number): boolean => at >= 0 && at < image.height;
  const first = row(top - 1);
  const second = inside(top) ? row(top) : first;
  const third = inside(top + 1) ? row(top + 1) : second;
  const fourth = inside(top + 2) ? row(top + 2) : third;
  return Math.trunc(Math.min(255, Math.max(0, cubic(first, second, third, fourth, dy))));
};

function cubic(first: number, second: number, third: number, fourth: number, at: number): number {
  const p3 = 2 * (first - second) + third - fourth;
  const p4 = -first + second - third + fourth;
  return second + at * (third - first + at * (p3 + at * p4));
}

/** Beyond the edges the edge's pixel counts. */
function pixel(image: RgbImage, channels: number, channel: number, x: number, y: number): number {
  const column = Math.min(image.width - 1, Math.max(0, x));
  const row = Math.min(image.height - 1, Math.max(0, y));
  return image.data[(row * image.width + column) * channels + channel] ?? 0;
}
