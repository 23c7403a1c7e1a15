import { TerminateOnNan } from '../../../src/handlers';
import { handlerName } from '../../../src/handlers/profilers/handler-name';

it('is the name of a function or of a class', () => {
  function logLoss(): void {}
  expect(handlerName(logLoss)).toBe('logLoss');
  expect(handlerName(new TerminateOnNan())).toBe('TerminateOnNan');
  expect(handlerName({ handle: () => 0 })).toBe('Object');
  expect(handlerName(Object.assign(Object.create(null) as object, { handle: () => 0 }))).toBe('Object');
});

it('is the beginning of its text where a function has no name', () => {
  expect(handlerName((() => () => 1)())).toBe('() => 1');
  const long = handlerName((() => (first: number, second: number) => (first > second ? first * 1000 + second : second * 1000 + first))());
  expect(long).toHaveLength(48);
  expect(long).toMatch(/^\(first, ?second\) => .*…$/);
});
