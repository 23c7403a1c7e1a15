import type { ChartGroups } from './chart-groups';
import { classScores } from './class-scores';
import { classTable } from './class-table';
import { confusionHeatMap } from './confusion-heat-map';
import { lineChart } from './line-chart';
import type { Markup } from './markup';
import { markup } from './markup';
import { pictureCards, predictionCards } from './prediction-cards';
import type { EpochRecord, Note, ReportParts, Settings } from './report-data';
import { extentOf } from './scale';
import type { StepName } from './step-name';
import { stepNames } from './step-name';

/** A part of the page with a heading. */
export interface Section {
  readonly id: string;
  readonly title: string;
  readonly content: Markup;
  /** Buttons beside the heading. */
  readonly tools?: Markup;
}

/** So many charts are drawn; a metric with an entry for each of hundreds of classes would drown the others. */
const CHARTS = 48;

/** The sections that there is something for, in their order. */
export async function pageSections(parts: ReportParts, groups: ChartGroups): Promise<Section[]> {
  const { run, epochs, notes, pictures, settings, confusion, predictions } = parts;
  const stepName = stepNames(run);
  const table = parts.classTable ?? (confusion === null ? null : { rows: classScores(confusion.matrix, confusion.labels), step: confusion.step });
  const sections: (Section | undefined)[] = [
    curves(groups),
    confusion === null ? undefined : { id: 'confusion', title: 'Confusion matrix', content: await confusionHeatMap(confusion, stepName) },
    table === null ? undefined : { id: 'classes', title: 'Classes', content: classTable(table, stepName) },
    predictions === null ? undefined : { id: 'predictions', title: 'Predictions', tools: toggle('mistakes', 'Mistakes only', false), content: await predictionCards(predictions, stepName) },
    pictures.length === 0 ? undefined : { id: 'pictures', title: 'Pictures', content: await pictureCards(pictures, stepName) },
    timing(epochs),
    settings === null || Object.keys(settings.params).length === 0 ? undefined : { id: 'settings', title: 'Hyperparameters', content: settingsTable(settings) },
    notes.length === 0 ? undefined : { id: 'notes', title: 'Notes', content: noteList(notes, stepName) },
  ];
  return sections.filter((section) => section !== undefined);
}

function curves({ metrics, parameters, unit }: ChartGroups): Section | undefined {
  const extent = extentOf([...metrics, ...parameters].flatMap(({ curves: each }) => each.flatMap(({ points }) => extentOf(points.x) ?? [])));
  if (extent === undefined) return undefined;
  // The first iteration lies a little after the beginning of its epoch.
  const steps = [unit === 'epoch' ? Math.floor(extent[0]) : extent[0], extent[1]] as const;
  const rest = metrics.slice(CHARTS).map(({ title }) => title);
  const content = markup`<div class="charts">${metrics.slice(0, CHARTS).map((group) => lineChart({ ...group, unit, steps }))}${
    parameters.slice(0, CHARTS).map((group) => lineChart({ ...group, title: group.title === 'lr' ? 'learning rate' : group.title, unit, steps, isNoisy: false }))}</div>${
    rest.length > 0 && markup`<p class="lead more">${rest.length} more metrics are not drawn: ${rest.slice(0, CHARTS).join(', ')}${rest.length > CHARTS && ' …'}</p>`}`;
  return { id: 'curves', title: 'Curves', tools: markup`${toggle('smooth', 'Smooth', true)}${toggle('log', 'Log scale', false)}`, content };
}

function timing(epochs: readonly EpochRecord[]): Section | undefined {
  if (epochs.length === 0) return undefined;
  const chart = (title: string, of: readonly EpochRecord[], value: (epoch: EpochRecord) => number): Markup => {
    const points = { x: Float64Array.from(of, ({ epoch }) => epoch), y: Float64Array.from(of, value) };
    return lineChart({ title, curves: [{ label: 'training', colour: 1, points }], unit: 'epoch', steps: extentOf(points.x) ?? [0, 1], fromZero: true });
  };
  const counted = epochs.filter(({ samples, seconds }) => samples !== null && seconds > 0);
  return {
    id: 'timing',
    title: 'Timing',
    content: markup`<div class="charts">${chart('seconds an epoch', epochs, ({ seconds }) => seconds)}${
      counted.length > 0 && chart('examples a second', counted, ({ samples, seconds }) => (samples ?? NaN) / seconds)}</div>`,
  };
}

function settingsTable({ params }: Settings): Markup {
  const rows = Object.entries(params).map(([name, value]) => markup`<div><dt>${name}</dt><dd>${String(value)}</dd></div>`);
  return markup`<dl class="settings">${rows}</dl>
`;
}

function noteList(notes: readonly Note[], stepName: StepName): Markup {
  const items = notes.map(({ tag, text, step }) => markup`<li><p class="note"><b>${tag}</b> ${stepName(step)}</p><p class="text">${text}</p></li>`);
  return markup`<ol class="notes">${items}</ol>
`;
}

/** A button that the page's script makes work; without scripts it is not there. */
function toggle(name: string, title: string, isOn: boolean): Markup {
  return markup`<button type="button" class="toggle" data-toggle="${name}" aria-pressed="${String(isOn)}" hidden>${title}</button>`;
}
