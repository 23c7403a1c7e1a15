import fc from 'fast-check';
import type { Curve } from '../../../../src/handlers/loggers/report/chart-groups';
import { lineChart } from '../../../../src/handlers/loggers/report/line-chart';

function curve(values: readonly number[], label = 'training', colour = 1): Curve {
  return { label, colour, points: { x: Float64Array.from(values, (_, index) => index + 1), y: Float64Array.from(values) } };
}

const steps = [1, 3] as const;

test('a curve with its points, axes, legend and a description', () => {
  const chart = lineChart({ title: 'accuracy', curves: [curve([0, 0.5, 1]), curve([0, 0.25, 0.5], 'validation', 2)], unit: 'epoch', steps }).text;
  expect(chart).toContain('<path class="curve" d="M48 190h0L229 100L410 10"/><path class="points" d="M48 190h0M229 100h0M410 10h0"/>');
  expect(chart).toContain('aria-label="accuracy by epoch. training: from 0 to 1, least 0, greatest 1. validation: from 0 to 0.5000, least 0, greatest 0.5000."');
  expect(chart).toContain('<h3>accuracy</h3>');
  expect(chart).toContain('training <output>1</output>');
  expect(chart).toContain('epoch <output>3</output>');
  expect(chart).toContain('<text x="229" y="205">2</text>');
  expect(chart).not.toContain('class="log"');
  expect(chart).not.toContain('class="smooth"');
});

test('values of several magnitudes have a second axis', () => {
  const chart = lineChart({ title: 'loss', curves: [curve([100, 10, 1])], unit: 'epoch', steps }).text;
  expect(chart).toMatch(/^<figure class="chart has-log">/);
  expect(chart).toContain('<path class="curve" d="M48 10h0L229 100L410 190"/>');
});

test('a long curve has a running mean beside it, unless it is none to be smoothed', () => {
  const curves = [curve(Array.from({ length: 200 }, (_, index) => index % 2))];
  expect(lineChart({ title: 'loss', curves, unit: 'step', steps: [1, 200] }).text).toMatch(/^<figure class="chart has-smooth">[^]*class="s1 noisy"[^]*class="smooth"/);
  expect(lineChart({ title: 'rate', curves, unit: 'step', steps: [1, 200], isNoisy: false }).text).not.toContain('smooth');
});

test('what is not finite is marked, not drawn', () => {
  const chart = lineChart({ title: 'loss', curves: [curve([1, NaN, 2])], unit: 'epoch', steps }).text;
  expect(chart).toContain('<path class="broken" d="M226 187l6 6m0 -6l-6 6"/>');
  expect(chart).toContain('<em>not finite at times</em>');
  expect(chart).toContain('"y":[1,"NaN",2]');
});

test('names are texts', () => {
  const chart = lineChart({ title: '<script>', curves: [curve([1], '"><img>')], unit: 'epoch', steps: [1, 1] }).text;
  expect(chart).not.toMatch(/<script>|<img/);
});

test('100 000 points take a few kilobytes', () => {
  const curves = [curve(Array.from({ length: 100_000 }, (_, index) => 1 + Math.sin(index) ** 2 + 1000 / (index + 1)))];
  expect(lineChart({ title: 'loss', curves, unit: 'iteration', steps: [1, 100_000] }).text.length).toBeLessThan(24_000);
});

test('whatever the values, there is a chart without a number that SVG does not know', () => {
  const values = fc.array(fc.oneof(fc.double(), fc.constantFrom(NaN, Infinity, 0, -0, 5e-324, 1.7e308)), { minLength: 1, maxLength: 400 });
  fc.assert(
    fc.property(values, fc.boolean(), (each, fromZero) => {
      const { text } = lineChart({ title: 'any', curves: [curve(each)], unit: 'step', steps: [1, each.length], fromZero });
      const lengths = [...text.matchAll(/ (?:d|x|y)="([^"]*)"/g)].map(([, length = '']) => length.replaceAll('.32em', ''));
      expect(lengths.join('')).toMatch(/^[-0-9. MLHhlm]*$/);
    }),
  );
});
