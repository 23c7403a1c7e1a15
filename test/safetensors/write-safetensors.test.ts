import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import type { HostTensor } from '../../src/contracts';
import { OptionError, ShapeError } from '../../src/errors';
import { readSafetensors, writeSafetensors } from '../../src/safetensors';

const makers: readonly ((length: number) => fc.Arbitrary<Omit<HostTensor, 'shape'>>)[] = [
  (n) => fc.float64Array({ minLength: n, maxLength: n }).map((data) => ({ dtype: 'float64' as const, data })),
  (n) => fc.float32Array({ minLength: n, maxLength: n }).map((data) => ({ dtype: 'float32' as const, data })),
  (n) => fc.uint16Array({ minLength: n, maxLength: n }).map((data) => ({ dtype: 'float16' as const, data })),
  (n) => fc.uint16Array({ minLength: n, maxLength: n }).map((data) => ({ dtype: 'bfloat16' as const, data })),
  (n) => fc.bigInt64Array({ minLength: n, maxLength: n }).map((data) => ({ dtype: 'int64' as const, data })),
  (n) => fc.int32Array({ minLength: n, maxLength: n }).map((data) => ({ dtype: 'int32' as const, data })),
  (n) => fc.uint8Array({ minLength: n, maxLength: n }).map((data) => ({ dtype: 'uint8' as const, data })),
  (n) => fc.uint8Array({ minLength: n, maxLength: n, max: 1 }).map((data) => ({ dtype: 'bool' as const, data })),
];
const tensor: fc.Arbitrary<HostTensor> = fc
  .tuple(fc.array(fc.nat(3), { maxLength: 3 }), fc.constantFrom(...makers))
  .chain(([shape, make]) => make(shape.reduce((a, b) => a * b, 1)).map((rest) => ({ ...rest, shape })));
const name = fc.string({ unit: 'grapheme' }).filter((text) => text !== '__metadata__');
const tensors = fc.uniqueArray(fc.tuple(name, tensor), { selector: ([key]) => key });
const metadata = fc.dictionary(name, fc.string({ unit: 'grapheme' }), { noNullPrototype: true });

it('what is written is read back with the same bits', () => {
  fc.assert(
    fc.property(tensors, fc.option(metadata, { nil: undefined }), (written, texts) => {
      const file = readSafetensors(writeSafetensors(written, texts));
      expect(file.tensors.size).toBe(written.length);
      for (const [key, { dtype, shape, data }] of written) {
        const got = file.tensors.get(key);
        expect([got?.dtype, got?.shape, got?.data.constructor]).toEqual([dtype, shape, data.constructor]);
        expect(got === undefined ? undefined : bits(got.data)).toEqual(bits(data));
      }
      expect([...file.metadata].sort()).toEqual(Object.entries(texts ?? {}).sort());
    }),
  );
});

it('equal content gives equal bytes whatever the order', () => {
  fc.assert(fc.property(tensors, (written) => expect(writeSafetensors([...written].reverse())).toEqual(writeSafetensors(written))));
});

it('every tensor starts aligned to its elements', () => {
  fc.assert(
    fc.property(tensors, (written) => {
      const file = writeSafetensors(written);
      for (const { data } of readSafetensors(file).tensors.values()) if (data.length > 0) expect(data.buffer).toBe(file.buffer);
    }),
  );
});

const one: HostTensor = { dtype: 'float32', shape: [1], data: Float32Array.of(1) };

it.each([
  ['a name twice', () => writeSafetensors([['a', one], ['a', one]]), OptionError],
  ['the reserved name', () => writeSafetensors([['__metadata__', one]]), OptionError],
  ['a name that is no Unicode text', () => writeSafetensors([['\ud800', one]]), OptionError],
  ['metadata that is no text', () => writeSafetensors([], { a: 1 as unknown as string }), OptionError],
  ['an array of another type than the dtype says', () => writeSafetensors([['a', { ...one, data: Float64Array.of(1) }]]), ShapeError],
  ['a shape of another size than the data', () => writeSafetensors([['a', { ...one, shape: [2] }]]), ShapeError],
  ['an unknown dtype', () => writeSafetensors([['a', { ...one, dtype: 'complex' as 'float32' }]]), ShapeError],
])('%s is refused', (_, write, error) => {
  expect(write).toThrow(error);
});

const hasPython = spawnSync('python3', ['-c', 'import safetensors.numpy']).status === 0;
const whenPython = hasPython ? it : it.skip;

whenPython(`Python's safetensors reads what is written${hasPython ? '' : ' (skipped: run `pip install safetensors numpy` for python3)'}`, () => {
  const directory = mkdtempSync(join(tmpdir(), 'safetensors-'));
  try {
    const path = join(directory, 'file.safetensors');
    writeFileSync(
      path,
      writeSafetensors(
        [
          ['weight', { dtype: 'float32', shape: [2, 2], data: Float32Array.of(1, -2.5, NaN, Infinity) }],
          ['steps', { dtype: 'int64', shape: [], data: BigInt64Array.of(9007199254740993n) }],
          ['mask', { dtype: 'bool', shape: [3], data: Uint8Array.of(1, 0, 1) }],
          ['empty', { dtype: 'float64', shape: [0, 4], data: new Float64Array(0) }],
          ['ünï', { dtype: 'uint8', shape: [1], data: Uint8Array.of(7) }],
        ],
        { note: 'ä' },
      ),
    );
    const script = `
import sys, safetensors
with safetensors.safe_open(sys.argv[1], 'numpy') as f:
    print(f.metadata())
    for k in sorted(f.keys()):
        t = f.get_tensor(k)
        print(k, t.dtype, t.shape, t.tolist())
`;
    expect(execFileSync('python3', ['-c', script, path], { encoding: 'utf8', env: { ...process.env, PYTHONIOENCODING: 'utf-8' } }).split('\n')).toEqual([
      "{'note': 'ä'}",
      'empty float64 (0, 4) []',
      'mask bool (3,) [True, False, True]',
      'steps int64 () 9007199254740993',
      'weight float32 (2, 2) [[1.0, -2.5], [nan, inf]]',
      'ünï uint8 (1,) [7]',
      '',
    ]);
  } finally {
    rmSync(directory, { recursive: true });
  }
});

function bits(data: ArrayBufferView): number[] {
  return [...new Uint8Array(data.buffer, data.byteOffset, data.byteLength)];
}
