import { ProtobufWriter } from '../../../../src/handlers/loggers/tensorboard/protobuf-writer';

function written(write: (writer: ProtobufWriter) => void): number[] {
  const writer = new ProtobufWriter();
  write(writer);
  return [...writer.take()];
}

test.each<[string, (writer: ProtobufWriter) => void, number[]]>([
  // The examples of Protocol Buffers' encoding page.
  ['an integer', (writer) => writer.integer(1, 150), [0x08, 0x96, 0x01]],
  ['a text', (writer) => writer.text(2, 'testing'), [0x12, 0x07, 0x74, 0x65, 0x73, 0x74, 0x69, 0x6e, 0x67]],
  ['a message', (writer) => writer.message(3, () => writer.integer(1, 150)), [0x1a, 0x03, 0x08, 0x96, 0x01]],
  ['zero', (writer) => writer.integer(1, 0), [0x08, 0]],
  ['a negative integer', (writer) => writer.integer(1, -2), [0x08, 0xfe, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01]],
  ['the largest step', (writer) => writer.integer(1, Number.MAX_SAFE_INTEGER), [0x08, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x0f]],
  ['a field above 15', (writer) => writer.integer(16, 1), [0x80, 0x01, 0x01]],
  ['a float', (writer) => writer.float(2, 1), [0x15, 0, 0, 0x80, 0x3f]],
  ['a double', (writer) => writer.double(1, 1), [0x09, 0, 0, 0, 0, 0, 0, 0xf0, 0x3f]],
  ['packed doubles', (writer) => writer.doubles(1, [1]), [0x0a, 8, 0, 0, 0, 0, 0, 0, 0xf0, 0x3f]],
  ['an empty message', (writer) => writer.message(2, () => undefined), [0x12, 0]],
])('%s', (_, write, expected) => {
  expect(written(write)).toEqual(expected);
});

test('a message longer than its length can say in one byte, and than the first memory', () => {
  const content = Uint8Array.from({ length: 1000 }, (_, index) => index % 256);
  expect(written((writer) => writer.message(1, () => writer.bytes(2, content)))).toEqual([0x0a, 0xeb, 0x07, 0x12, 0xe8, 0x07, ...content]);
});

test('a writer that was taken from begins anew', () => {
  const writer = new ProtobufWriter();
  writer.integer(1, 1);
  const first = writer.take();
  writer.integer(1, 2);
  expect([[...first], [...writer.take()], [...writer.take()]]).toEqual([[8, 1], [8, 2], []]);
});
