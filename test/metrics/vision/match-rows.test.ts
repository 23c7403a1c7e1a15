import { Column, MatchRows, Outcome, OUTCOME_BITS } from '../../../src/metrics/vision/match-rows';

test('keeps an outcome for each range and threshold, more than fit into a word', () => {
  const [rows, ranges, thresholds] = [2, 3, 40];
  const width = MatchRows.width(ranges, thresholds);
  expect(width).toBe(Column.outcomes + ranges * 3);
  const matches = new MatchRows(new Float64Array(rows * width), ranges, thresholds);
  expect(matches.length).toBe(rows);
  const outcome = (row: number, range: number, threshold: number): number => (row + range + threshold) % 3;
  const each = (visit: (row: number, range: number, threshold: number) => void): void => {
    for (let row = 0; row < rows; row++) for (let range = 0; range < ranges; range++) for (let threshold = 0; threshold < thresholds; threshold++) visit(row, range, threshold);
  };
  each((row, range, threshold) => matches.setOutcome(row, range, threshold, outcome(row, range, threshold)));
  each((row, range, threshold) => {
    const { column, shift } = matches.place(range, threshold);
    expect((matches.at(row, column) >>> shift) & OUTCOME_BITS).toBe(outcome(row, range, threshold));
  });
  expect([matches.at(1, Column.score), matches.at(1, Column.label)]).toEqual([0, 0]);
  expect(Object.values(Outcome)).toEqual([0, 1, 2]);
});
