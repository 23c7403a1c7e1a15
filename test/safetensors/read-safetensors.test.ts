import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import fc from 'fast-check';
import { WeightFileError } from '../../src/errors';
import { readSafetensors, toFloat32, writeSafetensors } from '../../src/safetensors';

const golden = resolve(__dirname, '../fixtures/golden/vision');

interface Case {
  readonly file: string;
  readonly expect: 'ok' | 'error';
  readonly kind?: string;
  readonly kinds?: readonly string[];
  readonly dtype?: string;
}
interface Weights {
  readonly files: readonly Case[];
  readonly model: { readonly keys: readonly (readonly [string, readonly number[]])[] };
  readonly examples: readonly { readonly key: string; readonly first5: readonly number[] }[];
}

const weights = JSON.parse(readFileSync(join(golden, 'weights.json'), 'utf8')) as Weights;
const cases = weights.files.filter(({ file }) => file.endsWith('.safetensors'));
/** Faults of a load into a model; the file itself is sound. */
const modelFaults = ['missing-keys', 'unexpected-keys', 'shape-mismatch'];
const isSound = ({ expect: outcome, kind }: Case): boolean => outcome === 'ok' || modelFaults.includes(kind ?? '');

const read = (file: string): Uint8Array => readFileSync(join(golden, file));

describe('golden weight files', () => {
  it.each(cases.filter(isSound))('$file is read', ({ file }) => {
    const { tensors } = readSafetensors(read(file));
    expect(tensors.size).toBeGreaterThan(0);
    for (const { shape, data } of tensors.values()) expect(data.length).toBe(shape.reduce((a, b) => a * b, 1));
  });

  it.each(cases.filter(({ expect: outcome }) => outcome === 'ok'))('$file holds the tensors of the model with their values', ({ file, dtype }) => {
    const { tensors } = readSafetensors(read(file));
    for (const [name, shape] of weights.model.keys) {
      if (tensors.has(name) || !name.endsWith('num_batches_tracked')) expect([name, tensors.get(name)?.shape]).toEqual([name, shape]);
    }
    for (const { key, first5 } of weights.examples) {
      const tensor = tensors.get(key);
      if (tensor?.dtype === 'int64' || tensor === undefined) continue;
      const digits = dtype === 'F16' ? 2 : dtype === 'BF16' ? 1 : undefined;
      const values = [...toFloat32(tensor).subarray(0, 5)];
      if (digits === undefined) expect(values).toEqual(first5);
      else values.forEach((value, index) => expect(value).toBeCloseTo(first5[index] ?? NaN, digits));
    }
  });

  it.each(cases.filter((one) => !isSound(one)))('$file is refused as $kind', ({ file, kind, kinds }) => {
    expect(kinds ?? [kind]).toContain(faultOf(() => readSafetensors(read(file))));
  });

  it('a tensor called __proto__ is an ordinary tensor', () => {
    const { tensors } = readSafetensors(read('weights/hostile/proto-key.safetensors'));
    expect([...tensors.keys()].sort()).toEqual(['__proto__', 'constructor']);
    expect(Object.keys(Object.prototype)).toEqual([]);
  });
});

describe('readSafetensors', () => {
  it('copies a tensor whose start is not aligned to its elements', () => {
    const file = rawFile('{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}} ', Uint8Array.of(0, 0, 0x80, 0x3f));
    expect(readSafetensors(file).tensors.get('a')?.data).toEqual(Float32Array.of(1));
  });

  it('shares memory with the file where it can', () => {
    const file = writeSafetensors([['a', { dtype: 'float32', shape: [1], data: Float32Array.of(1) }]]);
    expect(readSafetensors(file).tensors.get('a')?.data.buffer).toBe(file.buffer);
  });

  it('reads a file that lies anywhere in a larger buffer', () => {
    const file = writeSafetensors([['a', { dtype: 'float64', shape: [2], data: Float64Array.of(1, 2) }]]);
    for (let offset = 0; offset < 8; offset++) {
      const larger = new Uint8Array(file.length + 16);
      larger.set(file, offset);
      expect(readSafetensors(larger.subarray(offset, offset + file.length)).tensors.get('a')?.data).toEqual(Float64Array.of(1, 2));
    }
  });

  it('refuses a boolean tensor with other values than 0 and 1', () => {
    const file = rawFile('{"a":{"dtype":"BOOL","shape":[1],"data_offsets":[0,1]}}', Uint8Array.of(2));
    expect(faultOf(() => readSafetensors(file))).toBe('bad-tensor');
  });

  it('any damage of a file ends in a WeightFileError or in a file that can be read', () => {
    const file = read('weights/model.safetensors');
    const headerEnd = 8 + Number(new DataView(file.buffer, file.byteOffset).getBigUint64(0, true));
    const byte = fc.record({ at: fc.nat(headerEnd + 64), value: fc.nat(255) });
    fc.assert(
      fc.property(fc.array(byte, { minLength: 1, maxLength: 4 }), fc.option(fc.nat(file.length), { nil: file.length }), (damage, length) => {
        const damaged = Uint8Array.from(file.subarray(0, length));
        for (const { at, value } of damage) if (at < damaged.length) damaged[at] = value;
        try {
          readSafetensors(damaged);
        } catch (error) {
          expect(error).toBeInstanceOf(WeightFileError);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('any bytes at all end in a WeightFileError', () => {
    const anything = fc.uint8Array({ maxLength: 64 }).map((bytes) => {
      const file = new Uint8Array(bytes.length + 8);
      file[0] = bytes.length; // mostly a plausible header length, so that the header is looked at
      file.set(bytes, 8);
      return file;
    });
    fc.assert(fc.property(fc.oneof(anything, fc.uint8Array({ maxLength: 40 })), (bytes) => expect(() => readSafetensors(bytes)).toThrow(WeightFileError)));
  });
});

function rawFile(header: string, data: Uint8Array): Uint8Array {
  const text = new TextEncoder().encode(header);
  const file = new Uint8Array(8 + text.length + data.length);
  new DataView(file.buffer).setBigUint64(0, BigInt(text.length), true);
  file.set(text, 8);
  file.set(data, 8 + text.length);
  return file;
}

function faultOf(act: () => unknown): string | undefined {
  try {
    act();
  } catch (error) {
    if (error instanceof WeightFileError) return error.kind;
    throw error;
  }
  return undefined;
}
