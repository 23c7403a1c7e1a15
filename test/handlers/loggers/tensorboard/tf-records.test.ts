import { tfRecords } from '../../../../src/handlers/loggers/tensorboard/tf-records';

test('records stand one after the other with length and masked checksums', () => {
  const bytes = tfRecords([Uint8Array.of(1, 2, 3), new Uint8Array(0)]);
  expect(bytes).toHaveLength(16 + 3 + 16);
  const view = new DataView(bytes.buffer);
  expect([view.getBigUint64(0, true), view.getBigUint64(19, true)]).toEqual([3n, 0n]);
  expect([...bytes.subarray(12, 15)]).toEqual([1, 2, 3]);
  // The checksum of nothing is 0, masked the constant alone.
  expect(view.getUint32(31, true)).toBe(0xa282ead8);
});

test('nothing is no bytes', () => {
  expect(tfRecords([])).toHaveLength(0);
});
