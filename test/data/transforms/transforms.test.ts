import fc from 'fast-check';
import { CenterCrop, Compose, crop, flipHorizontally, flipVertically, IMAGENET_STATISTICS, Normalize, pad, Resize, rotate, ToTensor, transformFromJSON } from '../../../src/data';
import type { Interpolation, RgbImage } from '../../../src/data';
import { OptionError, ShapeError } from '../../../src/errors';

const image = (width: number, height: number, seed = 1): RgbImage => ({
  width,
  height,
  data: Uint8Array.from({ length: width * height * 3 }, (_, index) => Math.imul(index + seed, 2_654_435_761) >>> 24),
});
const side = fc.integer({ min: 1, max: 40 });
const interpolation = fc.constantFrom<Interpolation>('nearest', 'box', 'bilinear', 'hamming', 'bicubic', 'lanczos');

describe('Resize', () => {
  it('the short side gets the size, the long one keeps the ratio, cut off', () => {
    fc.assert(
      fc.property(side, side, side, (width, height, size) => {
        const resized = new Resize(size).outputSize(width, height);
        expect(Math.min(resized.width, resized.height)).toBe(size);
        expect(Math.max(resized.width, resized.height)).toBe(Math.trunc((size * Math.max(width, height)) / Math.min(width, height)));
      }),
    );
  });

  it('an image of one colour keeps it, whatever the sizes and the interpolation', () => {
    fc.assert(
      fc.property(side, side, side, side, interpolation, fc.nat(255), (width, height, newWidth, newHeight, how, value) => {
        const plain = { width, height, data: new Uint8Array(width * height * 3).fill(value) };
        const resized = new Resize([newHeight, newWidth], { interpolation: how }).apply(plain);
        expect([resized.width, resized.height]).toEqual([newWidth, newHeight]);
        expect(new Set(resized.data)).toEqual(new Set([value]));
      }),
    );
  });

  it('an image that has the size already is handed on as it is', () => {
    const same = image(7, 5);
    expect(new Resize([5, 7]).apply(same)).toBe(same);
    expect(new Resize(5).apply(same)).toBe(same);
  });

  it('a grey image of one byte a pixel is resized like the channels of a grey RGB image', () => {
    const grey = { width: 9, height: 8, data: image(9, 8).data.slice(0, 72) };
    const rgb = { width: 9, height: 8, data: Uint8Array.from({ length: 216 }, (_, at) => grey.data[Math.floor(at / 3)] ?? 0) };
    const [one, three] = [grey, rgb].map((each) => new Resize([5, 13]).apply(each).data);
    expect([...(one ?? [])]).toEqual([...(three ?? [])].filter((_, at) => at % 3 === 0));
  });

  it.each([[0], [2.5], [[1, 0]], [[1, 2, 3]], ['224']])('a size %j is refused', (size) => {
    expect(() => new Resize(size as never)).toThrow(OptionError);
  });

  it('maxSize has to be above a size that is one number', () => {
    expect(() => new Resize(10, { maxSize: 10 })).toThrow(OptionError);
    expect(() => new Resize([10, 10], { maxSize: 20 })).toThrow(OptionError);
    expect(() => new Resize(1, { maxSize: 2 }).apply(image(40, 1))).toThrow(/maxSize/);
  });

  it('pixels without the right number of bytes are refused', () => {
    expect(() => new Resize(2).apply({ width: 4, height: 4, data: new Uint8Array(64) })).toThrow(OptionError);
  });
});

describe('Compose', () => {
  it('Resize followed by CenterCrop gives what the two give one after the other', () => {
    fc.assert(
      fc.property(side, side, side, side, side, interpolation, (width, height, size, cropWidth, cropHeight, how) => {
        const [resize, center] = [new Resize(size, { interpolation: how }), new CenterCrop([cropHeight, cropWidth])];
        const source = image(width, height);
        expect(new Compose([resize, center]).apply(source)).toEqual(center.apply(resize.apply(source)));
      }),
    );
  });

  it('an image that shrinks mostly in height is resized downwards first, also where only a part is computed', () => {
    const source = image(20, 90);
    const [resize, center] = [new Resize([30, 15]), new CenterCrop(11)];
    expect(new Compose([resize, center]).apply(source)).toEqual(center.apply(resize.apply(source)));
  });

  it('nothing to compose is refused', () => {
    expect(() => new Compose([] as never)).toThrow(OptionError);
  });

  it('a chain whose steps do not fit does not compile', () => {
    // @ts-expect-error ToTensor gives a tensor, Resize takes an image
    const wrong = (): unknown => new Compose([new ToTensor(), new Resize(3)]);
    expect(wrong).toBeDefined();
    const right: { shape: readonly number[] } = new Compose([new Resize(3), new ToTensor()]).apply(image(4, 4));
    expect(right.shape).toEqual([3, 3, 3]);
  });
});

describe('toJSON and transformFromJSON', () => {
  const full = new Compose([new Resize(8, { interpolation: 'bicubic', maxSize: 30 }), new CenterCrop(6), new ToTensor(), new Normalize(IMAGENET_STATISTICS)]);

  it('the saved preprocessing does the same', () => {
    const text = JSON.stringify(full);
    const again = transformFromJSON<RgbImage, { data: Float32Array }>(JSON.parse(text));
    expect(JSON.stringify(again)).toBe(text);
    expect(again.apply(image(20, 13)).data).toEqual(full.apply(image(20, 13)).data);
  });

  it('every option shows in the text', () => {
    const texts = [new Resize(8), new Resize(9), new Resize([8, 8]), new Resize(8, { interpolation: 'box' }), new Resize(8, { maxSize: 9 }), new CenterCrop(8), new ToTensor()].map((each) => JSON.stringify(each));
    expect(new Set(texts).size).toBe(texts.length);
  });

  it.each<[unknown]>([[null], [{}], [{ name: 'Rezise', size: 3 }], [{ name: 'Resize' }], [{ name: 'Resize', size: 3, sise: 4 }], [{ name: 'ToTensor', scale: 2 }], [{ name: 'Compose', transforms: 3 }], [{ name: '__proto__' }]])(
    '%j is refused',
    (json) => {
      expect(() => transformFromJSON(json)).toThrow(OptionError);
    },
  );
});

describe('Normalize', () => {
  it('wrong statistics and tensors are refused', () => {
    expect(() => new Normalize({ mean: [0], std: [1, 1] })).toThrow(OptionError);
    expect(() => new Normalize({ mean: [0], std: [0] })).toThrow(OptionError);
    expect(() => new Normalize({ mean: [], std: [] })).toThrow(OptionError);
    expect(() => new Normalize({ mean: [0], std: [1] }).apply(new ToTensor().apply(image(2, 2)))).toThrow(ShapeError);
  });

  it('the input stays as it was', () => {
    const tensor = new ToTensor().apply(image(3, 3));
    const before = tensor.data.slice();
    new Normalize(IMAGENET_STATISTICS).apply(tensor);
    expect(tensor.data).toEqual(before);
  });
});

describe('geometry', () => {
  it('mirroring twice, and turning four times, gives the image back', () => {
    fc.assert(
      fc.property(side, side, (width, height) => {
        const source = image(width, height);
        expect(flipHorizontally(flipHorizontally(source))).toEqual(source);
        expect(flipVertically(flipVertically(source))).toEqual(source);
        let turned = source;
        for (let quarter = 0; quarter < 4; quarter++) turned = rotate(turned, 90, { expand: true });
        expect(turned).toEqual(source);
      }),
    );
  });

  it('what a crop takes from a padded image is the image', () => {
    const source = image(6, 4);
    const padded = pad(source, [1, 2, 3, 4], { fill: 9 });
    expect([padded.width, padded.height]).toEqual([10, 10]);
    expect(crop(padded, { left: 1, top: 2, width: 6, height: 4 })).toEqual(source);
  });

  it('a crop that misses the image is black', () => {
    expect([...crop(image(2, 2), { left: 5, top: 0, width: 1, height: 1 }).data]).toEqual([0, 0, 0]);
  });

  it.each<[string, () => unknown]>([
    ['a negative padding', () => pad(image(3, 3), -1)],
    ['a mirror wider than the image', () => pad(image(3, 3), 3, { mode: 'reflect' })],
    ['a colour of two channels', () => pad(image(3, 3), 1, { fill: [1, 2] })],
    ['an unknown mode', () => pad(image(3, 3), 1, { mode: 'wrap' as never })],
    ['an angle that is no number', () => rotate(image(3, 3), NaN)],
  ])('%s is refused', (_, wrong) => {
    expect(wrong).toThrow(OptionError);
  });
});
