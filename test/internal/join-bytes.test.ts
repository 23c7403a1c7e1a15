import { joinBytes } from '../../src/internal';

it('joins arrays in order, views of larger ones too, and copies', () => {
  const whole = Uint8Array.of(1, 2, 3, 4);
  const joined = joinBytes([whole.subarray(2), new Uint8Array(0), whole.subarray(0, 1)]);
  whole.fill(0);
  expect(joined).toEqual(Uint8Array.of(3, 4, 1));
  expect(joinBytes([])).toEqual(new Uint8Array(0));
});
