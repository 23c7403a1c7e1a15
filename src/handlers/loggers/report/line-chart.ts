import type { ChartGroup, Curve, StepUnit } from './chart-groups';
import { brokenSteps, coordinate, curvePath } from './curve-path';
import type { Points } from './downsample';
import { downsample } from './downsample';
import type { Markup } from './markup';
import { jsonBlock, markup } from './markup';
import { formatNumber } from './number-format';
import type { Scale } from './scale';
import { extentOf, isDrawable, linearScale, logScale, place, stepScale } from './scale';
import { smooth } from './smooth';

/** A chart with one curve or several over the same steps. */
export interface LineChart extends ChartGroup {
  readonly unit: StepUnit;
  /** First and last step of all charts, so that they can be compared. */
  readonly steps: readonly [number, number];
  /** Whether curves of many points get a running mean. @default true */
  readonly isNoisy?: boolean;
  /** Whether the values' axis begins with 0. @default false */
  readonly fromZero?: boolean;
}

interface Drawn extends Curve {
  readonly shown: Points;
  readonly smoothed: Points | undefined;
}

const SIZE = { width: 420, height: 220 };
const LEFT = 48;
const RIGHT = SIZE.width - 10;
const TOP = 10;
const BOTTOM = SIZE.height - 30;

/** So many stretches of a curve are drawn: more than a screen could tell apart are not worth their bytes. */
const BUCKETS = 160;
const SMOOTH_POINTS = 100;
/** A curve of few points shows where they are. */
const MARKED = 40;
/** Values further apart than this are worth an axis by magnitude. */
const MAGNITUDES = 8;

/** A figure with its legend, which says the last values, and those under the pointer where scripts run. */
export function lineChart({ title, curves, unit, steps, isNoisy = true, fromZero = false }: LineChart): Markup {
  const across = stepScale(steps, [LEFT, RIGHT]);
  const drawn = curves.map((curve): Drawn => {
    return { ...curve, shown: downsample(curve.points, BUCKETS), smoothed: isNoisy ? smooth(curve.points, SMOOTH_POINTS) : undefined };
  });
  const extent = extentOf(drawn.flatMap(({ shown }) => Array.from(shown.y))) ?? [0, 1];
  const linear = linearScale(fromZero ? [Math.min(0, extent[0]), Math.max(0, extent[1])] : extent, [BOTTOM, TOP]);
  const isWide = extent[0] > 0 && drawn.every(({ shown }) => shown.y.every((value) => !(value <= 0))) && extent[1] / extent[0] >= MAGNITUDES;
  const log = isWide ? logScale(extent, [BOTTOM, TOP]) : undefined;
  const isSmoothed = drawn.some(({ smoothed }) => smoothed !== undefined);

  return markup`<figure class="chart${isWide && ' has-log'}${isSmoothed && ' has-smooth'}">
<figcaption><h3>${title}</h3>${legend(drawn, unit)}</figcaption>
<svg viewBox="0 0 ${SIZE.width} ${SIZE.height}" role="img" tabindex="0" aria-label="${description(title, drawn, unit)}">
${stepAxis(across, unit)}<g class="linear">${valueAxis(linear)}${drawn.map((curve) => curveMarkup(curve, across, linear))}</g>
${log !== undefined && markup`<g class="log">${valueAxis(log)}${drawn.map((curve) => curveMarkup(curve, across, log))}</g>`}</svg>
${jsonBlock(hoverData(drawn, unit, across, linear, log))}</figure>
`;
}

function stepAxis(scale: Scale, unit: StepUnit): Markup {
  const ticks = scale.ticks.map((tick) => markup`<text x="${coordinate(place(scale, tick))}" y="${BOTTOM + 15}">${formatTick(tick)}</text>`);
  return markup`<g class="steps">${ticks}<text class="unit" x="${RIGHT}" y="${SIZE.height - 2}">${unit}</text></g>`;
}

function valueAxis(scale: Scale): Markup {
  const lines = scale.ticks.map((tick) => {
    const y = coordinate(place(scale, tick));
    return markup`<path d="M${LEFT} ${y}H${RIGHT}"/><text x="${LEFT - 7}" y="${y}" dy=".32em">${formatTick(tick)}</text>`;
  });
  return markup`<g class="values">${lines}<path class="base" d="M${LEFT} ${BOTTOM}H${RIGHT}"/></g>`;
}

function curveMarkup({ colour, shown, smoothed }: Drawn, across: Scale, up: Scale): Markup {
  const broken = brokenSteps(shown);
  const crosses = broken.map((step) => `M${coordinate(place(across, step) - 3)} ${BOTTOM - 3}l6 6m0 -6l-6 6`).join('');
  const isMarked = shown.x.length <= MARKED;
  return markup`<g class="s${colour}${smoothed !== undefined && ' noisy'}"><path class="curve" d="${curvePath(shown, across, up)}"/>${
    smoothed !== undefined && markup`<path class="smooth" d="${curvePath(smoothed, across, up)}"/>`}${
    isMarked && markup`<path class="points" d="${pointsPath(shown, across, up)}"/>`}${
    broken.length > 0 && markup`<path class="broken" d="${crosses}"/>`}</g>`;
}

/** Each point for itself: strokes of no length, which round ends make dots. */
function pointsPath({ x, y }: Points, across: Scale, up: Scale): string {
  return Array.from(x, (step, index) => curvePath({ x: Float64Array.of(step), y: y.subarray(index, index + 1) }, across, up)).join('');
}

function legend(curves: readonly Drawn[], unit: StepUnit): Markup {
  const items = curves.map(({ label, colour, points }) => {
    const isBroken = points.y.some((value) => !isDrawable(value));
    return markup`<li class="s${colour}"><svg class="key" viewBox="0 0 18 8" aria-hidden="true"><path class="curve" d="M1 4H17"/></svg>${label} <output>${formatNumber(lastOf(points.y))}</output>${
      isBroken && markup` <em>not finite at times</em>`}</li>`;
  });
  const last = Math.max(...curves.map(({ points }) => lastOf(points.x)));
  return markup`<ul class="legend">${items}<li class="at">${unit} <output>${Number(last.toFixed(2))}</output></li></ul>`;
}

function description(title: string, curves: readonly Drawn[], unit: StepUnit): string {
  const parts = curves.map(({ label, points: { y, low = y, high = y } }) => {
    const [least, greatest] = [extentOf(low)?.[0] ?? NaN, extentOf(high)?.[1] ?? NaN];
    return `${label}: ${y.length === 1 ? '' : `from ${formatNumber(y[0] ?? NaN)} to `}${formatNumber(lastOf(y))}, least ${formatNumber(least)}, greatest ${formatNumber(greatest)}`;
  });
  return `${title} by ${unit}. ${parts.join('. ')}.`;
}

/** What the page's script needs to say the values under the pointer. */
function hoverData(curves: readonly Drawn[], unit: StepUnit, across: Scale, linear: Scale, log: Scale | undefined): unknown {
  const digits = (values: Float64Array): (number | string)[] => Array.from(values, (value) => (isDrawable(value) ? Number(value.toPrecision(5)) : formatNumber(value)));
  const ends = ({ domain, range }: Scale): readonly number[] => [...domain, ...range];
  return { unit, x: ends(across), linear: ends(linear), log: log === undefined ? null : ends(log), curves: curves.map(({ colour, shown }) => ({ colour, x: digits(shown.x), y: digits(shown.y) })) };
}

function formatTick(value: number): string {
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-3 || size >= 1e5)) return formatNumber(value);
  return String(Number(value.toPrecision(5))).replace('-', '−');
}

function lastOf(values: Float64Array): number {
  return values.at(-1) ?? NaN;
}
