import { crc32, crc32c } from '../../../../src/handlers/loggers/tensorboard/crc32';

// The check values of the two standards.
test.each([[crc32, 'crc32', 0xcbf43926], [crc32c, 'crc32c', 0xe3069283]] as const)('%p of 123456789 (%s)', (checksum, _, expected) => {
  expect(checksum(new TextEncoder().encode('123456789'))).toBe(expected);
  expect(checksum(new Uint8Array(0))).toBe(0);
});
