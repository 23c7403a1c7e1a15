import { crc32c } from './crc32';

/** Length, checksum of the length, checksum of the data. */
const FRAME = 8 + 4 + 4;

/** Records one after the other as TensorFlow's TFRecord files hold them, each with its length and checksums. */
export function tfRecords(records: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(records.reduce((length, record) => length + FRAME + record.length, 0));
  const view = new DataView(bytes.buffer);
  let at = 0;
  for (const record of records) {
    view.setBigUint64(at, BigInt(record.length), true);
    view.setUint32(at + 8, masked(bytes.subarray(at, at + 8)), true);
    bytes.set(record, at + 12);
    view.setUint32(at + 12 + record.length, masked(record), true);
    at += FRAME + record.length;
  }
  return bytes;
}

/** The checksum, changed so that data which holds checksums has not one of its own by chance. */
function masked(bytes: Uint8Array): number {
  const crc = crc32c(bytes);
  return (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0;
}
