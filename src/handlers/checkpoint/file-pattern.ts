/** Extension of checkpoint files, without the dot. */
export const EXTENSION = 'safetensors';
