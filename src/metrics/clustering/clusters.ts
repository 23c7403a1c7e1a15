/** Which cluster each example is in. */
export interface Clusters {
  readonly count: number;
  /** Of each example its cluster, counted from 0 in the order of their first examples. */
  readonly of: Uint32Array;
  readonly sizes: Uint32Array;
}

/** The clusters that labels name; any numbers may be labels. */
export function clustersOf(labels: ArrayLike<number>): Clusters {
  const known = new Map<number, number>();
  const of = new Uint32Array(labels.length);
  for (let example = 0; example < labels.length; example++) {
    const label = labels[example] ?? NaN;
    let cluster = known.get(label);
    if (cluster === undefined) known.set(label, (cluster = known.size));
    of[example] = cluster;
  }
  const sizes = new Uint32Array(known.size);
  for (const cluster of of) sizes[cluster] = (sizes[cluster] ?? 0) + 1;
  return { count: known.size, of, sizes };
}

/** The mean of each cluster's examples, `[clusters, columns]`. */
export function centroidsOf(features: Float64Array, columns: number, { count, of, sizes }: Clusters): Float64Array {
  const centroids = new Float64Array(count * columns);
  for (let example = 0; example < of.length; example++) {
    const from = example * columns;
    const to = (of[example] ?? 0) * columns;
    for (let column = 0; column < columns; column++) centroids[to + column] = (centroids[to + column] ?? NaN) + (features[from + column] ?? NaN);
  }
  for (let at = 0; at < centroids.length; at++) centroids[at] = (centroids[at] ?? NaN) / (sizes[Math.floor(at / columns)] ?? NaN);
  return centroids;
}

/** The examples' rows cluster by cluster: those of a cluster lie together. */
export function grouped(features: Float64Array, columns: number, { of, sizes }: Clusters): Float64Array {
  const rows = new Float64Array(features.length);
  const next = new Float64Array(sizes.length);
  for (let cluster = 1; cluster < sizes.length; cluster++) next[cluster] = (next[cluster - 1] ?? 0) + (sizes[cluster - 1] ?? 0);
  for (let example = 0; example < of.length; example++) {
    const cluster = of[example] ?? 0;
    const row = next[cluster] ?? 0;
    rows.set(features.subarray(example * columns, (example + 1) * columns), row * columns);
    next[cluster] = row + 1;
  }
  return rows;
}
