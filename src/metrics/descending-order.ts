/** Which of the two words of a double holds its sign: the second where memory is little-endian. */
const HIGH = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1 ? 1 : 0;
const BUCKETS = 256;

/**
 * The indices of values from the largest to the smallest; equal ones keep their order, NaN comes first.
 *
 * A radix sort over the bytes of the numbers: linear, and many times faster than a comparison that is called for each pair.
 */
export function descendingOrder(values: ArrayLike<number>): Uint32Array {
  const size = values.length;
  const order = new Uint32Array(size);
  const doubles = new Float64Array(size);
  let isFloat32 = true;
  for (let index = 0; index < size; index++) {
    order[index] = index;
    // Adding zero makes one number of both zeros.
    const value = (values[index] ?? NaN) + 0;
    doubles[index] = value;
    if (Math.fround(value) < value || Math.fround(value) > value) isFloat32 = false;
  }
  return isFloat32 ? sortByWord(order, float32Keys(doubles)) : sortByDoubles(order, doubles);
}

/** The bits of float32 values as integers that grow as the values fall. */
function float32Keys(values: Float64Array): Uint32Array {
  const keys = new Uint32Array(Float32Array.from(values).buffer);
  for (let index = 0; index < keys.length; index++) {
    const key = keys[index] ?? 0;
    if (Number.isNaN(values[index])) keys[index] = 0;
    else if (key < 0x80000000) keys[index] = ~key & 0x7fffffff;
  }
  return keys;
}

/** The same of doubles: by their low words, then by their high ones, which keeps the order of equal ones. */
function sortByDoubles(order: Uint32Array, values: Float64Array): Uint32Array {
  const words = new Uint32Array(values.buffer);
  const [low, high] = [new Uint32Array(values.length), new Uint32Array(values.length)];
  for (let index = 0; index < values.length; index++) {
    if (Number.isNaN(values[index])) continue;
    const [first, last] = [words[2 * index + 1 - HIGH] ?? 0, words[2 * index + HIGH] ?? 0];
    low[index] = last < 0x80000000 ? ~first : first;
    high[index] = last < 0x80000000 ? ~last & 0x7fffffff : last;
  }
  return sortByWord(sortByWord(order, low), high);
}

/** Sorts indices by the keys that they point at, byte by byte. */
function sortByWord(order: Uint32Array, keyOf: Uint32Array): Uint32Array {
  const size = order.length;
  // Keys move along with their indices, so that they are read in a row.
  let [keys, otherKeys] = [new Uint32Array(size), new Uint32Array(size)];
  let [indices, otherIndices]: [Uint32Array, Uint32Array] = [order, new Uint32Array(size)];
  const counts = new Uint32Array(4 * BUCKETS);
  for (let place = 0; place < size; place++) {
    const key = keyOf[order[place] ?? 0] ?? 0;
    keys[place] = key;
    for (let byte = 0; byte < 4; byte++) {
      const bucket = byte * BUCKETS + ((key >>> (8 * byte)) & (BUCKETS - 1));
      counts[bucket] = (counts[bucket] ?? 0) + 1;
    }
  }
  for (let byte = 0; byte < 4; byte++) {
    const starts = counts.subarray(byte * BUCKETS, (byte + 1) * BUCKETS);
    const shift = 8 * byte;
    // Where all have the same byte there is nothing to sort by.
    if (starts[((keys[0] ?? 0) >>> shift) & (BUCKETS - 1)] === size) continue;
    for (let bucket = 0, start = 0; bucket < BUCKETS; bucket++) {
      const count = starts[bucket] ?? 0;
      starts[bucket] = start;
      start += count;
    }
    for (let place = 0; place < size; place++) {
      const key = keys[place] ?? 0;
      const bucket = (key >>> shift) & (BUCKETS - 1);
      const to = starts[bucket] ?? 0;
      starts[bucket] = to + 1;
      otherKeys[to] = key;
      otherIndices[to] = indices[place] ?? 0;
    }
    [keys, otherKeys] = [otherKeys, keys];
    [indices, otherIndices] = [otherIndices, indices];
  }
  return indices;
}
