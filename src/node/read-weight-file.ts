import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { HostTensor } from '../contracts';
import { WeightFileError } from '../errors';
import { readSafetensors } from '../safetensors';
import { diskFailure } from './durable-files';

/**
 * Reads the tensors of a `.safetensors` file, for `loadWeights`.
 *
 * @throws DataError when the file cannot be read; WeightFileError, naming the file, when it is damaged or of another kind
 *
 * @example
 * ```ts
 * import { densenet121, loadWeights } from 'tfjs-ignite/models';
 * import { readWeightFile } from 'tfjs-ignite/node';
 *
 * const model = densenet121();
 * loadWeights(model, await readWeightFile('densenet121.safetensors'));
 * ```
 */
export async function readWeightFile(path: string): Promise<ReadonlyMap<string, HostTensor>> {
  const file = resolve(path);
  const bytes = await readFile(file).catch((cause: unknown) => {
    throw diskFailure('readWeightFile', `to read the weights ${file}`, cause);
  });
  if (isPyTorch(bytes)) {
    throw new WeightFileError('not-a-weight-file', {
      owner: 'readWeightFile',
      expected: `${file} to be a safetensors file, not one of torch.save`,
      mend: 'Convert it in Python with safetensors.torch.save_file(state_dict, path).',
    });
  }
  try {
    return readSafetensors(bytes).tensors;
  } catch (cause) {
    if (!(cause instanceof WeightFileError)) throw cause;
    throw new WeightFileError(cause.kind, {
      owner: 'readWeightFile',
      expected: `${file} to be a whole safetensors file (${cause.message})`,
      mend: 'Download or save it again.',
      cause,
    });
  }
}

/** A zip archive, or a stream of pickles. */
function isPyTorch(bytes: Uint8Array): boolean {
  return (bytes[0] === 0x50 && bytes[1] === 0x4b) || (bytes[0] === 0x80 && bytes[1] !== undefined && bytes[1] >= 2 && bytes[1] <= 5 && !isJsonHeader(bytes));
}

/** Whether the byte after the length field opens a JSON object: then it is a safetensors header, whatever its length looks like. */
function isJsonHeader(bytes: Uint8Array): boolean {
  return bytes[8] === 0x7b;
}
