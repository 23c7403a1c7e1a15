import type { Points } from './downsample';
import { extentOf } from './scale';
import type { Series } from './series';

/** A curve in a chart. */
export interface Curve {
  readonly label: string;
  /** 1 to 6: a colour and a dash of the page's style. */
  readonly colour: number;
  readonly points: Points;
}

/** A metric: the curves of the same name, such as those of training and validation. */
export interface ChartGroup {
  readonly title: string;
  readonly curves: readonly Curve[];
}

/** Curves in groups, and what their steps are. */
export interface ChartGroups {
  readonly metrics: readonly ChartGroup[];
  /** Learning rates and other parameters of optimizers. */
  readonly parameters: readonly ChartGroup[];
  readonly unit: StepUnit;
}

/** What the horizontal axis counts; `step` where nobody has said. */
export type StepUnit = 'epoch' | 'iteration' | 'step';

/** How steps are to be read. */
export interface StepReading {
  /** The last epoch that the run has begun. */
  readonly epoch: number;
  /** Where iterations are among epochs. */
  readonly toEpoch: ((iteration: number) => number) | undefined;
}

/** Tags that have a colour of their own in every report. */
const COLOURS: Readonly<Record<string, number>> = { '': 1, train: 1, training: 1, val: 2, valid: 2, validation: 2, eval: 2, evaluation: 2, test: 3, testing: 3 };
const LAST_COLOUR = 6;

/** How optimizers' parameters are named: `lr/group_0`, `tag/lr/group_0`. */
const PARAMETER = /^(?:(.*)\/)?([^/]+)\/group_(\d+)$/;

/**
 * Groups curves by metric: `training/loss` and `validation/loss` are one chart. Steps of iterations become epochs where the run says how.
 *
 * A curve whose steps stay within the epochs that there were is one of epochs; any other counts iterations.
 */
export function chartGroups(scalars: ReadonlyMap<string, Series>, { epoch, toEpoch }: StepReading): ChartGroups {
  const metrics = new Map<string, Curve[]>();
  const parameters = new Map<string, Curve[]>();
  const colours = new Map<string, number>();
  for (const [name, series] of scalars) {
    const points = series.points();
    if (points.x.length === 0) continue;
    const placed = toEpoch === undefined || (extentOf(points.x)?.[1] ?? 0) <= epoch ? points : { ...points, x: points.x.map(toEpoch) };
    const parameter = PARAMETER.exec(name);
    if (parameter !== null) {
      const [, tag, title = '', group = ''] = parameter;
      const curves = entry(parameters, title);
      curves.push({ label: `${tag === undefined ? '' : `${tag} `}group ${group}`, colour: 1 + (curves.length % LAST_COLOUR), points: placed });
      continue;
    }
    const slash = name.indexOf('/');
    const [tag, title] = slash === -1 ? ['', name] : [name.slice(0, slash), name.slice(slash + 1)];
    entry(metrics, title).push({ label: tag === '' ? title : tag, colour: colourOf(tag, colours), points: placed });
  }
  const groups = (of: Map<string, Curve[]>): ChartGroup[] => Array.from(of, ([title, curves]) => ({ title, curves: curves.sort((a, b) => a.colour - b.colour) }));
  // Metrics with an entry for each class come after those that are one number.
  const depth = ({ title }: ChartGroup): number => title.split('/').length;
  return { metrics: groups(metrics).sort((a, b) => depth(a) - depth(b)), parameters: groups(parameters), unit: toEpoch !== undefined ? 'epoch' : epoch > 0 ? 'iteration' : 'step' };
}

function colourOf(tag: string, given: Map<string, number>): number {
  const known = Object.hasOwn(COLOURS, tag.toLowerCase()) ? COLOURS[tag.toLowerCase()] : given.get(tag);
  if (known !== undefined) return known;
  // The colours of training and validation are kept for them.
  const colour = 3 + (given.size % (LAST_COLOUR - 2));
  given.set(tag, colour);
  return colour;
}

function entry(of: Map<string, Curve[]>, key: string): Curve[] {
  const known = of.get(key) ?? [];
  of.set(key, known);
  return known;
}
