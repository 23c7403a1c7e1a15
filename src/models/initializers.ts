import type { Random } from '../contracts';

const { cos, log, PI, sin, sqrt } = Math;

/**
 * Normally distributed values with deviation `sqrt(2 / fanIn)`, as `torch.nn.init.kaiming_normal_` draws them.
 *
 * Box-Muller, both values of a pair used.
 */
export function kaimingNormal(length: number, fanIn: number, random: Random): Float32Array {
  const deviation = sqrt(2 / fanIn);
  const values = new Float32Array(length);
  for (let index = 0; index < length; index += 2) {
    const radius = deviation * sqrt(-2 * log(1 - random.uniform())); // 1 - u is never 0
    const angle = 2 * PI * random.uniform();
    values[index] = radius * cos(angle);
    if (index + 1 < length) values[index + 1] = radius * sin(angle);
  }
  return values;
}

/**
 * Values uniform in ±1 / sqrt(fanIn): what `torch.nn.Linear` starts its weight and its bias with.
 */
export function torchLinear(length: number, fanIn: number, random: Random): Float32Array {
  const bound = 1 / sqrt(fanIn);
  return Float32Array.from({ length }, () => (2 * random.uniform() - 1) * bound);
}
