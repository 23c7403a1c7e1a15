import type { ClassScores } from './class-scores';
import { meanScores } from './class-scores';
import type { Markup } from './markup';
import { markup } from './markup';
import { formatNumber, formatShare } from './number-format';
import type { ClassTable } from './report-data';
import type { StepName } from './step-name';

const COLUMNS = [
  ['precision', 'Precision'],
  ['recall', 'Recall'],
  ['f1', 'F1'],
] as const;

/** Scores of each class, to be sorted by a click on a column's head where scripts run. */
export function classTable({ rows, step }: ClassTable, stepName: StepName): Markup {
  const head = [['label', 'Class'], ...COLUMNS, ['support', 'Support']].map(
    ([key, title], index) => markup`<th scope="col"${index > 0 && markup` class="n"`}${index === 0 && markup` aria-sort="none"`}><button type="button" data-sort="${key}">${title}</button></th>`,
  );
  const means = [meanScores(rows, 'macro'), meanScores(rows, 'weighted')];
  return markup`<div class="scroll tall"><table class="plain classes"><caption>Precision, recall and F1 of each class at ${stepName(step)}; a dash where there is nothing to divide by</caption>
<thead><tr>${head}</tr></thead><tbody>${rows.map((each) => row(each, true))}</tbody><tfoot>${means.map((each) => row(each, false))}</tfoot></table></div>
`;
}

function row(scores: ClassScores, hasBar: boolean): Markup {
  const cells = COLUMNS.map(([key]) => cell(scores[key], formatShare(scores[key]), hasBar && key === 'f1'));
  return markup`<tr><th scope="row">${scores.label}</th>${cells}${cell(scores.support, formatNumber(scores.support), false)}</tr>`;
}

function cell(value: number, text: string, hasBar: boolean): Markup {
  const width = Number.isFinite(value) ? Math.round(Math.min(1, Math.max(0, value)) * 60) : 0;
  const bar = hasBar && markup`<svg class="bar" viewBox="0 0 60 6" aria-hidden="true"><rect class="track" width="60" height="6" rx="3"/><rect width="${width}" height="6" rx="3"/></svg>`;
  return markup`<td class="n" data-value="${Number.isFinite(value) ? value : -1}">${bar}${text}</td>`;
}
