import fc from 'fast-check';
import { formatFrame } from '../../../src/handlers';

const frame = { description: 'Epoch [1/5]', value: 30, total: 100, postfix: 'loss=0.5', elapsed: 12 };

it('says how far it is, what was shown, and how long it took and will take', () => {
  expect(formatFrame(frame, 71)).toBe('Epoch [1/5] [30/100]  30%|██████░░░░░░░░░░░░░░| loss=0.5 [00:12<00:28]');
});

it('leaves the bar out where there is no room', () => {
  expect(formatFrame(frame, 0)).toBe('Epoch [1/5] [30/100]  30% loss=0.5 [00:12<00:28]');
});

it('counts without a total', () => {
  expect(formatFrame({ ...frame, total: null, postfix: '' })).toBe('Epoch [1/5] [30] [00:12]');
});

it('shows hours when there are some', () => {
  expect(formatFrame({ ...frame, value: 100, elapsed: 3725 }, 0)).toContain('[1:02:05<00:00]');
});

it('with room for the numbers the line is never wider than the columns', () => {
  fc.assert(
    fc.property(fc.integer({ min: 60, max: 300 }), fc.nat(500), fc.nat(500), (columns, value, total) => {
      expect(formatFrame({ ...frame, value, total }, columns).length).toBeLessThanOrEqual(columns);
    }),
  );
});
