/**
 * Writes the indices of the `order.length` largest of `keys` to `order`, the largest first; of equal ones the first comes first.
 *
 * Keys are not NaN. A heap of the best so far with the worst of them on top: most items are turned away by one comparison.
 */
export function topItems(keys: Float64Array, order: Int32Array): void {
  const count = order.length;
  if (count === 0) return;
  for (let item = 0; item < count; item++) order[item] = item;
  for (let place = (count >> 1) - 1; place >= 0; place--) sink(keys, order, place, count);
  let worst = keys[order[0] ?? 0] ?? NaN;
  for (let item = count; item < keys.length; item++) {
    // An equal one that comes later stays behind.
    if (!((keys[item] ?? NaN) > worst)) continue;
    order[0] = item;
    sink(keys, order, 0, count);
    worst = keys[order[0]] ?? NaN;
  }
  for (let last = count - 1; last > 0; last--) {
    const item = order[0] ?? 0;
    order[0] = order[last] ?? 0;
    order[last] = item;
    sink(keys, order, 0, last);
  }
}

/** Lets the item at `start` sink below every item that is worse than it. */
function sink(keys: Float64Array, heap: Int32Array, start: number, count: number): void {
  const item = heap[start] ?? 0;
  const key = keys[item] ?? NaN;
  let place = start;
  for (let child = 2 * place + 1; child < count; child = 2 * place + 1) {
    let below = heap[child] ?? 0;
    let belowKey = keys[below] ?? NaN;
    if (child + 1 < count) {
      const other = heap[child + 1] ?? 0;
      const otherKey = keys[other] ?? NaN;
      if (otherKey < belowKey || (otherKey === belowKey && other > below)) {
        child++;
        below = other;
        belowKey = otherKey;
      }
    }
    if (belowKey > key || (belowKey === key && below < item)) break;
    heap[place] = below;
    place = child;
  }
  heap[place] = item;
}
