/** How a field's value is laid out. */
const VARINT = 0;
const FIXED64 = 1;
const LENGTH = 2;
const FIXED32 = 5;

const encoder = new TextEncoder();

/** Writes one message in the wire format of Protocol Buffers, field by field. */
export class ProtobufWriter {
  #bytes = new Uint8Array(256);
  #view = new DataView(this.#bytes.buffer);
  #length = 0;

  /** `int32`, `int64`, `bool` or an enumeration. */
  integer(field: number, value: number): void {
    this.#key(field, VARINT);
    this.#varint(value);
  }

  double(field: number, value: number): void {
    this.#key(field, FIXED64);
    this.#double(value);
  }

  float(field: number, value: number): void {
    this.#key(field, FIXED32);
    this.#reserve(4);
    this.#view.setFloat32(this.#length, value, true);
    this.#length += 4;
  }

  text(field: number, value: string): void {
    this.bytes(field, encoder.encode(value));
  }

  bytes(field: number, value: Uint8Array): void {
    this.#key(field, LENGTH);
    this.#varint(value.length);
    this.#reserve(value.length);
    this.#bytes.set(value, this.#length);
    this.#length += value.length;
  }

  /** A packed list. */
  doubles(field: number, values: readonly number[]): void {
    this.#key(field, LENGTH);
    this.#varint(8 * values.length);
    for (const value of values) this.#double(value);
  }

  /** A message, or an entry of a map, that `write` fills with calls of this writer. */
  message(field: number, write: () => void): void {
    this.#key(field, LENGTH);
    const start = this.#length;
    write();
    const size = this.#length - start;
    // Its length stands before it and is known only now.
    const shift = varintSize(size);
    this.#reserve(shift);
    this.#bytes.copyWithin(start + shift, start, this.#length);
    this.#length = start;
    this.#varint(size);
    this.#length += size;
  }

  /** The message, and a writer that is empty again. */
  take(): Uint8Array {
    const taken = this.#bytes.slice(0, this.#length);
    this.#length = 0;
    return taken;
  }

  #key(field: number, layout: number): void {
    this.#varint(field * 8 + layout);
  }

  #varint(value: number): void {
    this.#reserve(10);
    if (value < 0) {
      // Ten bytes of two's complement, for which a number is too narrow.
      let rest = BigInt.asUintN(64, BigInt(value));
      for (; rest > 127n; rest >>= 7n) this.#bytes[this.#length++] = Number(rest & 127n) | 128;
      this.#bytes[this.#length++] = Number(rest);
      return;
    }
    let rest = value;
    for (; rest > 127; rest = Math.floor(rest / 128)) this.#bytes[this.#length++] = (rest % 128) | 128;
    this.#bytes[this.#length++] = rest;
  }

  #double(value: number): void {
    this.#reserve(8);
    this.#view.setFloat64(this.#length, value, true);
    this.#length += 8;
  }

  #reserve(size: number): void {
    const needed = this.#length + size;
    if (needed <= this.#bytes.length) return;
    const grown = new Uint8Array(Math.max(needed, 2 * this.#bytes.length));
    grown.set(this.#bytes);
    this.#bytes = grown;
    this.#view = new DataView(grown.buffer);
  }
}

function varintSize(value: number): number {
  let size = 1;
  for (let rest = value; rest > 127; rest = Math.floor(rest / 128)) size++;
  return size;
}
