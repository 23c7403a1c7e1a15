import fc from 'fast-check';
import type { EventFilter } from '../../src/engine';
import { Engine, Events } from '../../src/engine';
import { OptionError } from '../../src/errors';

const engine = new Engine(() => undefined);
const counts = Array.from({ length: 40 }, (_, index) => index);

function passing(filter: EventFilter | undefined): number[] {
  return counts.filter((count) => filter === undefined || filter(engine, count));
}

describe('a filter', () => {
  const X = Events.ITERATION_COMPLETED;

  test('every(n) alone counts from zero', () => expect(passing(X.every(15).filter)).toEqual([0, 15, 30]));
  test('every(1) is no filter', () => expect(X.every(1).filter).toBeUndefined());
  test('every(n) with after(m) counts from the first after m', () => expect(passing(X.after(8).before(25).every(5).filter)).toEqual([9, 14, 19, 24]));
  test('before(n) begins at 1', () => expect(passing(X.before(4).filter)).toEqual([1, 2, 3]));
  test('after(n) leaves n out', () => expect(passing(X.after(36).filter)).toEqual([37, 38, 39]));
  test('once takes a count or a list', () => {
    expect(passing(X.once(3).filter)).toEqual([3]);
    expect(passing(X.once([1, 5, 1]).filter)).toEqual([1, 5]);
  });
  test('when gets the engine and the count', () => expect(passing(X.when((self, n) => self === engine && n % 17 === 2).filter)).toEqual([2, 19, 36]));

  test('the order in which bounds are given does not matter', () => {
    fc.assert(
      fc.property(fc.nat(30), fc.nat(40), fc.integer({ min: 1, max: 9 }), (after, before, every) => {
        const one = passing(X.after(after).before(before).every(every).filter);
        expect(passing(X.every(every).before(before).after(after).filter)).toEqual(one);
        expect(one).toEqual(counts.filter((n) => n > after && n < before && (n - after - 1) % every === 0));
      }),
    );
  });

  test.each([
    ['every of 0', () => X.every(0)],
    ['a fractional every', () => X.every(1.5)],
    ['once of nothing', () => X.once([])],
    ['once of 0', () => X.once([1, 0])],
    ['a negative before', () => X.before(-1)],
    ['after that is no number', () => X.after('3' as never)],
    ['when without a function', () => X.when(5 as never)],
    ['every twice', () => X.every(2).every(3)],
    ['once with every', () => X.once(2).every(2)],
    ['when with before', () => X.when(() => true).before(3)],
  ])('%s is refused', (_, make) => expect(make).toThrow(OptionError));

  test('a predicate that returns a promise is refused when it answers', () => {
    const filter = X.when((async () => true) as never).filter;
    expect(() => filter?.(engine, 1)).toThrow(/the predicate to return true or false/);
  });
});
