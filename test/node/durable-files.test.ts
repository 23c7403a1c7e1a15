import * as fsPromises from 'node:fs/promises';
import { dirname } from 'node:path';
import { DataError } from '../../src/errors';
import { diskFailure, errorCode, syncFolder, writeDurably } from '../../src/node/durable-files';
import { useTemporaryFolder } from './temporary-folder';

const temporary = useTemporaryFolder();
const fault = (code: string): Error => Object.assign(new Error(code), { code });

it('writeDurably writes a new file and never over one that is there', async () => {
  const path = temporary();
  await fsPromises.mkdir(dirname(path), { recursive: true });
  await writeDurably(fsPromises, path, Uint8Array.of(1, 2));
  expect(Array.from(await fsPromises.readFile(path))).toEqual([1, 2]);
  await expect(writeDurably(fsPromises, path, Uint8Array.of(3))).rejects.toThrow('EEXIST');
});

it('syncFolder passes over systems that cannot, and no other fault', async () => {
  const failing = (code: string): typeof fsPromises => ({ ...fsPromises, open: () => Promise.reject(fault(code)) });
  await expect(syncFolder(failing('EISDIR'), '.')).resolves.toBeUndefined();
  await expect(syncFolder(failing('EIO'), '.')).rejects.toThrow('EIO');
});

it('diskFailure says what to do about a full disk', () => {
  const error = diskFailure('saveModel', 'to write the folder out', fault('ENOSPC'));
  expect(error).toBeInstanceOf(DataError);
  expect(error.message).toMatch(/^saveModel: expected to write the folder out, got .*The disk is full/);
});

it('errorCode is empty for errors that have none', () => {
  expect([errorCode(fault('EIO')), errorCode(new Error('x')), errorCode(undefined)]).toEqual(['EIO', '', '']);
});
