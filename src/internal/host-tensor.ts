import type { HostTensor } from '../contracts';

/** Whether a value is a tensor in plain memory (and not, say, a branch of a state tree). */
export function isHostTensor(value: unknown): value is HostTensor {
  return (
    typeof value === 'object' && value !== null && 'data' in value && ArrayBuffer.isView(value.data) && 'shape' in value && Array.isArray(value.shape)
  );
}
