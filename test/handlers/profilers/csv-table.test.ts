import { csvTable } from '../../../src/handlers/profilers/csv-table';

it('has a header, quotes where they are needed, and nothing where there is no value', () => {
  expect(csvTable(['#', 'f (a, b)'], [[1, 0.5], [2, undefined]])).toBe('#,"f (a, b)"\r\n1,0.5\r\n2,\r\n');
});

it('without rows it is the header', () => {
  expect(csvTable(['a', 'b'], [])).toBe('a,b\r\n');
});
