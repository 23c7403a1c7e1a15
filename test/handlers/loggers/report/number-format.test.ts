import { formatDuration, formatMoment, formatNumber, formatShare, grouped } from '../../../../src/handlers/loggers/report/number-format';

test.each([
  [0, '0'], [1, '1'], [-2, '−2'], [0.21345, '0.2135'], [1.5, '1.500'], [12.345, '12.35'], [123.456, '123.5'], [1234.5, '1\u202f235'], [123456, '123\u202f456'],
  [1e6, '1e6'], [3.49e-7, '3.49e−7'], [-1e-4, '−1e−4'], [1.5e10, '1.5e10'], [NaN, 'NaN'], [Infinity, '∞'], [-Infinity, '−∞'],
])('number %p is %s', (value, text) => expect(formatNumber(value)).toBe(text));

test.each([[0.5, '500 ms'], [8.31, '8.3 s'], [59.97, '1 min 00 s'], [252, '4 min 12 s'], [7500, '2 h 05 min'], [NaN, '–']])('%p seconds are %s', (seconds, text) =>
  expect(formatDuration(seconds)).toBe(text),
);

test('shares, moments and groups of thousands', () => {
  expect([formatShare(0.123), formatShare(1), formatShare(NaN), formatMoment(Date.UTC(2025, 2, 1, 9, 30)), grouped(1234567)]).toEqual([
    '12.3%', '100.0%', '–', '2025-03-01 09:30 UTC', '1\u202f234\u202f567',
  ]);
});
