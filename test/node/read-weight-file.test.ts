import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DataError, WeightFileError } from '../../src/errors';
import { readWeightFile } from '../../src/node/read-weight-file';
import { goldenVision } from '../models/golden';
import { useTemporaryFolder } from './temporary-folder';

const temporary = useTemporaryFolder();
const golden = (file: string): string => join(goldenVision, 'weights', file);

describe('readWeightFile', () => {
  it('reads the tensors of a safetensors file', async () => {
    const tensors = await readWeightFile(golden('model.safetensors'));
    expect(tensors.get('classifier.weight')?.shape).toEqual([5, 16]);
  });

  it.each(['zip.pth', 'legacy.pth', 'protocol4.pth'])('says how to convert %s, a file of torch.save', async (file) => {
    const error = await readWeightFile(golden(file)).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(WeightFileError);
    expect((error as WeightFileError).kind).toBe('not-a-weight-file');
    expect((error as WeightFileError).message).toContain('save_file');
  });

  it('names the file that is damaged, and what is wrong with it', async () => {
    const error = await readWeightFile(golden('hostile/bad-json.safetensors')).catch((reason: unknown) => reason);
    expect((error as WeightFileError).kind).toBe('bad-header');
    expect((error as WeightFileError).message).toContain(golden('hostile/bad-json.safetensors'));
  });

  it('reads a safetensors file whose header length begins like an archive', async () => {
    const path = temporary('odd.safetensors');
    mkdirSync(dirname(path), { recursive: true });
    const header = Buffer.alloc(0x4b50, ' ');
    header.write('{}');
    const length = Buffer.alloc(8);
    length.writeBigUInt64LE(BigInt(header.length));
    writeFileSync(path, Buffer.concat([length, header]));
    expect((await readWeightFile(path)).size).toBe(0);
  });

  it('says which file is missing', async () => {
    await expect(readWeightFile('/nowhere/weights.safetensors')).rejects.toThrow(DataError);
    await expect(readWeightFile('/nowhere/weights.safetensors')).rejects.toThrow('/nowhere/weights.safetensors');
  });
});
