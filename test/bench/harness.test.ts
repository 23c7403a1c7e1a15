import { formatRows, interleave, machineFacts, median } from '../../bench/harness';

describe('interleave', () => {
  it('times candidates in turns and gives the median of each, without the warm-up', async () => {
    let clock = 0;
    const order: string[] = [];
    const slowBy = (name: string, milliseconds: readonly number[]) => {
      let call = 0;
      return { name, work: () => { order.push(name); clock += milliseconds[call++] ?? NaN; } };
    };
    const rows = await interleave([slowBy('a', [100, 4, 2, 6]), slowBy('b', [100, 8, 8, 80])], { rounds: 3, warmUp: 1, per: 2, unit: 'µs', now: () => clock });
    expect(order).toEqual(['a', 'b', 'b', 'a', 'a', 'b', 'b', 'a']);
    expect(rows).toEqual([
      { name: 'a', value: 2000, unit: 'µs' },
      { name: 'b', value: 4000, unit: 'µs' },
    ]);
  });

  it('waits for work that takes its time', async () => {
    let done = 0;
    await interleave([{ name: 'a', work: async () => { await Promise.resolve(); done++; } }], { rounds: 2, warmUp: 0 });
    expect(done).toBe(2);
  });
});

it('the median of an even number of values is the mean of the middle two', () => {
  expect(median([9, 1, 3, 5])).toBe(4);
  expect(median([9, 1, 3])).toBe(3);
});

it('rows are compared with the first of their unit', () => {
  expect(formatRows([{ name: 'ours', value: 2, unit: 's' }, { name: 'other', value: 3, unit: 's', note: 'n' }, { name: 'x', value: 40.26, unit: 'ms' }]).split('\n')).toEqual([
    '  ours        2.00 s            1.00x',
    '  other       3.00 s            1.50x  n',
    '  x           40.3 ms           1.00x',
  ]);
});

it('machine facts name what figures depend on', () => {
  expect(machineFacts()).toMatchObject({ node: process.versions.node, '@tensorflow/tfjs-core': expect.stringMatching(/^4\./) as string });
});
