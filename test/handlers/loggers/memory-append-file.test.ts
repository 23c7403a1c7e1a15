import { memoryAppendFile } from '../../../src/handlers';

test('holds copies of what is appended, in order', async () => {
  const file = memoryAppendFile();
  expect([await file.lastByte(), file.content().length]).toEqual([undefined, 0]);
  const part = Uint8Array.of(1, 2);
  await file.append(part);
  part.fill(9);
  await file.append(Uint8Array.of(3));
  await file.append(new Uint8Array(0));
  await file.close();
  expect([...file.content(), await file.lastByte()]).toEqual([1, 2, 3, 3]);
});
