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

/** A zip archive, or a stream of pickles; a safetensors file has an opening brace after its length field, whatever the length. */
function isPyTorch(bytes: Uint8Array): boolean {
  const [first, second = 0] = bytes;
  const isZip = first === 0x50 && second === 0x4b;
  const isPickle = first === 0x80 && second >= 2 && second <= 5;
  return (isZip || isPickle) && bytes[8] !== 0x7b;
}
