import type { ChartGroups, Curve } from './chart-groups';
import { sum } from './class-scores';
import type { Markup } from './markup';
import { markup } from './markup';
import { formatDuration, formatNumber } from './number-format';
import type { ReportParts } from './report-data';
import { extentOf } from './scale';

/** So many metrics stand at the head of the page. */
const FIGURES = 4;

/** Words in the names of metrics of which less, or more, is better. Of others it is not known, and no best is named. */
const LESS = /loss|error|perplexity|\b(mse|mae|rmse|nll|fid|wer|cer)\b/i;
const MORE = /acc|f1|f-?beta|precision|recall|auc|iou|dice|jaccard|bleu|rouge|psnr|ssim|kappa|corr|\b(map|mrr|ndcg|r2|top.?\d)\b/i;

/** The figures that a run is judged by: those that its hyperparameters name, else what was validated last, else what was trained. */
export function keyFigures({ settings, epochs }: ReportParts, { metrics, unit }: ChartGroups): Markup {
  const judged = Object.entries(settings?.metrics ?? {}).map(([name, value]) => figure(name, formatNumber(value)));
  // Metrics of single classes are many, and none of them judges a run.
  const plain = metrics.filter(({ title }) => !title.includes('/'));
  const candidates = plain.length > 0 ? plain : metrics;
  const measured = candidates.map(({ title, curves }) => ({ title, curve: curves.find(({ colour }) => colour === 2) }));
  const validated = measured.flatMap(({ title, curve }) => (curve === undefined ? [] : [{ title, curve }]));
  const trained = candidates.flatMap(({ title, curves }) => curves.slice(0, 1).map((curve) => ({ title, curve })));
  const shown = judged.length > 0 ? judged : (validated.length > 0 ? validated : trained).map(({ title, curve }) => metricFigure(title, curve, unit));
  const seconds = sum(epochs.map((epoch) => epoch.seconds));
  const samples = sum(epochs.map((epoch) => epoch.samples ?? 0));
  const time = epochs.length > 0 && figure('training time', formatDuration(seconds), `${formatDuration(seconds / epochs.length)} an epoch`);
  const rate = samples > 0 && seconds > 0 && figure('examples a second', formatNumber(Number((samples / seconds).toPrecision(3))));
  return markup`<dl class="figures">${shown.slice(0, FIGURES)}${time}${rate}</dl>
`;
}

function metricFigure(title: string, { label, points }: Curve, unit: string): Markup {
  const { x, y, low = y, high = y } = points;
  const last = y.at(-1) ?? NaN;
  const best = LESS.test(title) ? extentOf(low)?.[0] : MORE.test(title) ? extentOf(high)?.[1] : undefined;
  const at = best === undefined ? undefined : x[(LESS.test(title) ? low : high).indexOf(best)];
  const name = label === title ? title : `${label} ${title}`;
  if (best === undefined || at === undefined) return figure(name, formatNumber(last));
  return figure(name, formatNumber(last), best === last ? 'its best' : `best ${formatNumber(best)} at ${unit} ${Number(at.toFixed(2))}`);
}

function figure(name: string, value: string, note?: string): Markup {
  return markup`<div><dt>${name}</dt><dd>${value}</dd>${note !== undefined && markup`<dd class="note">${note}</dd>`}</div>`;
}
