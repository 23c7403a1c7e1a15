import { OptionError } from '../../src/errors';

it.each([
  [{ owner: 'A.b', expected: 'a string', got: 3 }, 'A.b: expected a string, got 3 (number).'],
  [{ owner: 'A.b', expected: 'a string', got: undefined }, 'A.b: expected a string, got undefined.'],
  [{ owner: 'A.b', expected: 'data' }, 'A.b: expected data.'],
  [{ owner: 'A.b', expected: 'data', mend: 'Pass some.' }, 'A.b: expected data. Pass some.'],
])('%j reads %s', (complaint, message) => {
  expect(new OptionError(complaint).message).toBe(message);
});
