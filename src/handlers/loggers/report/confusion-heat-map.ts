import type { HostTensor } from '../../../contracts';
import { accuracyOf, columnSums, sum } from './class-scores';
import { formatNumber, formatShare } from './number-format';
import type { Markup } from './markup';
import { markup } from './markup';
import { CELLS, SHADES } from './page-colours';
import { pictureUri } from './picture';
import type { Confusion } from './report-data';
import type { StepName } from './step-name';

/** More classes than these are drawn as a picture, a pixel a cell: nobody could read their counts. */
const WRITTEN = 40;
/** So many mistakes are named. */
const NAMED = 10;

/** The matrix as a heat map, and its most frequent mistakes in words. */
export async function confusionHeatMap({ labels, matrix, step }: Confusion, stepName: StepName): Promise<Markup> {
  const total = sum(matrix.map(sum));
  const map = labels.length <= WRITTEN ? countsTable(labels, matrix) : await pixels(matrix);
  return markup`<p class="lead">${formatNumber(total)} examples at ${stepName(step)}, of which ${formatShare(accuracyOf(matrix))} are on the diagonal. Rows are the true classes, columns what they were taken for; the shade is the share of the row.</p>
<div class="beside"><div class="scroll">${map}</div>${mistakesTable(labels, matrix)}</div>
`;
}

function countsTable(labels: readonly string[], matrix: readonly (readonly number[])[]): Markup {
  const predicted = columnSums(matrix);
  const head = labels.map((label, column) => markup`<th scope="col"><span title="${formatNumber(predicted[column] ?? 0)} predicted">${label}</span></th>`);
  const rows = matrix.map((row, index) => {
    const support = sum(row);
    const cells = row.map((count, column) => {
      const kind = index === column ? 'hit' : 'miss';
      if (count === 0) return markup`<td class="${kind} q0">·</td>`;
      const share = count / support;
      const hint = `${labels[index] ?? ''} taken for ${labels[column] ?? ''}: ${formatNumber(count)} (${formatShare(share)} of ${formatNumber(support)})`;
      return markup`<td class="${kind} q${shade(share)}" title="${hint}">${formatNumber(count)}${labels.length <= 12 && markup`<small>${formatShare(share)}</small>`}</td>`;
    });
    return markup`<tr><th scope="row">${labels[index]}</th>${cells}</tr>`;
  });
  return markup`<table class="heat${labels.length > 12 && ' dense'}"><caption class="hidden">Confusion matrix: counts by true class (rows) and predicted class (columns)</caption>
<thead><tr><td></td>${head}</tr></thead><tbody>${rows}</tbody></table>`;
}

function mistakesTable(labels: readonly string[], matrix: readonly (readonly number[])[]): Markup {
  const mistakes = matrix
    .flatMap((row, index) => {
      const support = sum(row);
      return row.flatMap((count, column) => (index === column || count === 0 ? [] : [{ index, column, count, share: count / support }]));
    })
    .sort((a, b) => b.count - a.count || b.share - a.share);
  if (mistakes.length === 0) return markup`<p>No mistakes.</p>`;
  const rows = mistakes.slice(0, NAMED).map(({ index, column, count, share }) => markup`<tr><td>${labels[index]}</td><td>${labels[column]}</td><td class="n">${formatNumber(count)}</td><td class="n">${formatShare(share)}</td></tr>`);
  return markup`<table class="plain"><caption>Most frequent mistakes</caption><thead><tr><th scope="col">True class</th><th scope="col">Taken for</th><th scope="col" class="n">Count</th><th scope="col" class="n">Of its class</th></tr></thead><tbody>${rows}</tbody></table>`;
}

/** Of few mistakes in a hundred there is still a shade: the square root lifts them. */
function shade(share: number): number {
  return Math.max(1, Math.round(Math.sqrt(share) * SHADES));
}

/** A pixel a cell, blue on the diagonal and orange beside it, as opaque as the share of its row is large. */
async function pixels(matrix: readonly (readonly number[])[]): Promise<Markup> {
  const size = matrix.length;
  const data = new Uint8Array(size * size * 4);
  matrix.forEach((row, index) => {
    const support = sum(row);
    row.forEach((count, column) => data.set([...(index === column ? CELLS.hit : CELLS.miss), support === 0 ? 0 : Math.round(Math.sqrt(count / support) * 255)], (index * size + column) * 4));
  });
  const image: HostTensor<Uint8Array> = { dtype: 'uint8', shape: [size, size, 4], data };
  const uri = await pictureUri(image);
  return uri === undefined ? markup`` : markup`<img class="heat" src="${uri}" width="${size}" height="${size}" alt="Confusion matrix of ${size} classes: the stronger the diagonal, the more is right">`;
}
