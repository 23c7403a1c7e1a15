/** The safetensors file format: a strict reader and a writer. */
export { readSafetensors } from './read-safetensors';
export type { SafetensorsFile } from './read-safetensors';
export { readSafetensorsHeader } from './read-safetensors-header';
export type { SafetensorsEntry, SafetensorsHeader } from './read-safetensors-header';
export { toFloat32 } from './to-float32';
export { writeSafetensors } from './write-safetensors';
