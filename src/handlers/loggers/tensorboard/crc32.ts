/** A checksum of bytes, as an unsigned number. */
export type Checksum = (bytes: Uint8Array) => number;

/** The CRC-32 of PNG, zip and Ethernet. */
export const crc32 = checksum(0xedb88320);

/** The CRC-32C (Castagnoli) of TFRecord. */
export const crc32c = checksum(0x82f63b78);

/** @param polynomial with its bits reversed */
function checksum(polynomial: number): Checksum {
  const table = Uint32Array.from({ length: 256 }, (_, byte) => {
    let remainder = byte;
    for (let bit = 0; bit < 8; bit++) remainder = remainder & 1 ? (remainder >>> 1) ^ polynomial : remainder >>> 1;
    return remainder;
  });
  return (bytes) => {
    let crc = -1;
    for (const byte of bytes) crc = (table[(crc ^ byte) & 255] ?? 0) ^ (crc >>> 8);
    return ~crc >>> 0;
  };
}
