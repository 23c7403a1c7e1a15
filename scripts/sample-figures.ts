import type { HostTensor, Random } from '../src/contracts';

/** Whether a figure covers a point, from -1 to 1 in both directions. */
type Figure = (x: number, y: number) => boolean;

const FIGURES: Readonly<Record<string, Figure>> = {
  checker: (x, y) => (Math.floor(x * 2.4 + 6) + Math.floor(y * 2.4 + 6)) % 2 === 0,
  cross: (x, y) => Math.min(Math.abs(x), Math.abs(y)) < 0.22 && Math.max(Math.abs(x), Math.abs(y)) < 0.8,
  disc: (x, y) => Math.hypot(x, y) < 0.7,
  heart: (x, y) => (x * x * 2.6 + (y + 0.08) ** 2 * 2.6 - 1) ** 3 + 10.9 * x * x * (y + 0.08) ** 3 < 0,
  ring: (x, y) => Math.abs(Math.hypot(x, y) - 0.58) < 0.16,
  square: (x, y) => Math.max(Math.abs(x), Math.abs(y)) < 0.62,
  star: (x, y) => Math.hypot(x, y) < 0.42 + 0.34 * Math.cos(5 * (Math.atan2(y, x) + Math.PI / 2)),
  stripes: (x, y) => Math.abs(y) < 0.8 && Math.abs(x) < 0.8 && Math.floor((x + y) * 3.2 + 20) % 2 === 0,
  triangle: (x, y) => y < 0.62 && y > Math.abs(x) * 1.8 - 0.72,
};

/** Names of the figures. */
export const sampleClasses = Object.keys(FIGURES);

/** A picture of a figure, somewhat turned, in two colours. */
export function samplePicture(name: string, random: Random, side = 96): HostTensor<Uint8Array> {
  const figure = FIGURES[name] ?? (() => false);
  const hue = random.uniform();
  const [ground, ink] = [colour(hue, 0.88, 0.06), colour(hue + 0.35 + 0.3 * random.uniform(), 0.42, 0.16)];
  const angle = (random.uniform() - 0.5) * 0.9;
  const [cosine, sine] = [Math.cos(angle), Math.sin(angle)];
  const data = new Uint8Array(side * side * 3);
  for (let row = 0, at = 0; row < side; row++) {
    for (let column = 0; column < side; column++, at += 3) {
      // Four points a pixel make smooth edges.
      let covered = 0;
      for (const [right, down] of [[0.25, 0.25], [0.75, 0.25], [0.25, 0.75], [0.75, 0.75]] as const) {
        const [x, y] = [((column + right) / side) * 2 - 1, ((row + down) / side) * 2 - 1];
        if (figure(x * cosine - y * sine, x * sine + y * cosine)) covered += 0.25;
      }
      for (let channel = 0; channel < 3; channel++) {
        data[at + channel] = Math.round((ground[channel] ?? 0) * (1 - covered) + (ink[channel] ?? 0) * covered);
      }
    }
  }
  return { dtype: 'uint8', shape: [side, side, 3], data };
}

/** A muted colour of a hue from 0 to 1. */
function colour(hue: number, lightness: number, strength: number): number[] {
  return [0, 1 / 3, 2 / 3].map((phase) => 255 * (lightness + strength * Math.cos(2 * Math.PI * (hue - phase))));
}
