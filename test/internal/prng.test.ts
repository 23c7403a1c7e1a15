import fc from 'fast-check';
import { createRandom, permutation } from '../../src/internal';

const draw = (random: ReturnType<typeof createRandom>, count: number) => Array.from({ length: count }, () => random.uniform());

it('the same seed and labels give the same numbers, others give others', () => {
  expect(draw(createRandom(7, 'shuffle', 1), 5)).toEqual(draw(createRandom(7, 'shuffle', 1), 5));
  for (const other of [createRandom(8, 'shuffle', 1), createRandom(7, 'shuffle', 2), createRandom(7, 'split', 1), createRandom(7)]) {
    expect(draw(other, 5)).not.toEqual(draw(createRandom(7, 'shuffle', 1), 5));
  }
});

it('labels are kept apart: (1, "2") is not (12)', () => {
  expect(draw(createRandom(7, 1, 2), 3)).not.toEqual(draw(createRandom(7, 12), 3));
});

it('a restored stream goes on with the same numbers', () => {
  fc.assert(
    fc.property(fc.integer(), fc.nat(50), (seed, skipped) => {
      const original = createRandom(seed);
      draw(original, skipped);
      const restored = createRandom(seed + 1);
      void restored.loadStateDict(original.stateDict() as Record<string, never>);
      expect(draw(restored, 4)).toEqual(draw(original, 4));
    }),
  );
});

it('uniform numbers lie in [0, 1) and are spread evenly', () => {
  const numbers = draw(createRandom(1), 20_000);
  expect(Math.min(...numbers)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...numbers)).toBeLessThan(1);
  expect(numbers.reduce((sum, value) => sum + value, 0) / numbers.length).toBeCloseTo(0.5, 1);
});

it('a permutation holds every index once', () => {
  fc.assert(
    fc.property(fc.nat(200), fc.integer(), (length, seed) => {
      const order = permutation(length, createRandom(seed));
      expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length }, (_, index) => index));
    }),
  );
});

it('every order of three is about equally likely', () => {
  const counts = new Map<string, number>();
  for (let seed = 0; seed < 6000; seed++) {
    const order = permutation(3, createRandom(seed)).join('');
    counts.set(order, (counts.get(order) ?? 0) + 1);
  }
  expect(counts.size).toBe(6);
  for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(150);
});

it.each([0.5, NaN, Infinity, 2 ** 60])('the seed %p is refused', (seed) => {
  expect(() => createRandom(seed)).toThrow(expect.objectContaining({ code: 'ERR_OPTION' }));
});

it.each([{}, { xoroshiro128plus: [1, 2, 3] }, { xoroshiro128plus: [1, 2, 3, 'x'] }])('the state %j is refused', (state) => {
  expect(() => createRandom(1).loadStateDict(state)).toThrow(expect.objectContaining({ code: 'ERR_CHECKPOINT' }));
});
