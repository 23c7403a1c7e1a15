import type { Random } from '../contracts';

/**
 * Normally distributed values with deviation `sqrt(2 / fanIn)`, as `torch.nn.init.kaiming_normal_` draws them.
 *
 * Box-Muller, both values of a pair used.
 */
export function kaimingNormal(length: number, fanIn: number, random: Random): Float32Array {
  const deviation = Math.sqrt(2 / fanIn);
  const values = new Float32Array(length);
  for (let index = 0; index < length; index += 2) {
    const radius = deviation * Math.sqrt(-2 * Math.log(1 - random.uniform())); // 1 - u is never 0
    const angle = 2 * Math.PI * random.uniform();
    values[index] = radius * Math.cos(angle);
    if (index + 1 < length) values[index + 1] = radius * Math.sin(angle);
  }
  return values;
}

/**
 * Values uniform in ±1 / sqrt(fanIn): what `torch.nn.Linear` starts its weight and its bias with.
 */
export function torchLinear(length: number, fanIn: number, random: Random): Float32Array {
  const bound = 1 / Math.sqrt(fanIn);
  return Float32Array.from({ length }, () => (2 * random.uniform() - 1) * bound);
}
