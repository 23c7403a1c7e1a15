import type { Curve } from './curve-plot';

/** A Vega-Lite specification: plain JSON for a notebook, a page or an experiment logger. */
export interface VegaLiteSpec {
  readonly $schema: string;
  readonly title: string;
  readonly layer: readonly Readonly<Record<string, unknown>>[];
}

/** The curve of a search as a specification, a line for each parameter group, with a point for the suggestion. */
export function vegaLiteCurve({ points, suggestion }: Curve, logLr: boolean): VegaLiteSpec {
  const rows = (some: Curve['points']): object[] =>
    some.flatMap(({ iteration, lr, loss }) => lr.map((rate, group) => ({ iteration, lr: rate, loss, group: `group ${group}` })));
  const groups = points[0]?.lr.length ?? 1;
  const encoding = {
    x: { field: 'lr', type: 'quantitative', title: 'Learning rate', scale: { type: logLr ? 'log' : 'linear', nice: false, zero: false } },
    y: { field: 'loss', type: 'quantitative', title: 'Loss', scale: { zero: false } },
    ...(groups > 1 ? { color: { field: 'group', type: 'nominal', title: 'Parameter group' } } : {}),
  };
  const line = { data: { values: rows(points) }, mark: { type: 'line', clip: true }, encoding };
  const marked = { mark: { type: 'point', filled: true, size: 80, ...(groups > 1 ? {} : { color: 'red' }), tooltip: true }, encoding };
  return {
    $schema: 'https://vega.github.io/schema/vega-lite/v5.json',
    title: 'Learning rate search',
    layer: suggestion === undefined ? [line] : [line, { data: { values: rows([suggestion]) }, ...marked }],
  };
}
