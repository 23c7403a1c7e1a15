import * as fc from 'fast-check';
import { topItems } from '../../../src/metrics/rec-sys/top-items';

test('gives what a stable sort by falling keys begins with', () =>
  fc.assert(
    // Few different keys, so that there are ties.
    fc.property(fc.array(fc.constantFrom(-Infinity, -1, 0, 0.5, 1, 2, Infinity), { maxLength: 40 }), fc.nat({ max: 40 }), (keys, most) => {
      const order = new Int32Array(Math.min(most, keys.length));
      topItems(Float64Array.from(keys), order);
      const sorted = keys.map((_, item) => item).sort((a, b) => (keys[a] === keys[b] ? a - b : (keys[a] ?? NaN) > (keys[b] ?? NaN) ? -1 : 1));
      expect([...order]).toEqual(sorted.slice(0, order.length));
    }),
  ));
