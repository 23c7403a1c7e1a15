import type { MaybePromise } from '../../internal';
import { andThen, inTurn } from '../../internal';
import { isTensor, readArray } from '../../tensor';

/**
 * Numbers in a value, by key: a number under `key`, arrays and tensors under `key/0`, `key/1` …, objects under `key/name`, to any depth.
 *
 * @param drop is told the key of what is no number, such as a text
 */
export function flattenScalars(key: string, value: unknown, into: Record<string, number>, drop: (key: string, value: unknown) => void): MaybePromise<void> {
  if (typeof value === 'number') into[key] = value;
  else if (typeof value === 'boolean') into[key] = Number(value);
  else if (isTensor(value)) {
    return andThen(readArray(value), (data) => {
      if (value.rank === 0) into[key] = data[0] ?? NaN;
      else data.forEach((element, index) => void (into[`${key}/${index}`] = element));
    });
  } else if (ArrayBuffer.isView(value) && !(value instanceof DataView)) {
    Array.from(value as Float64Array, Number).forEach((element, index) => void (into[`${key}/${index}`] = element)); // any typed array: only iterated
  } else if (typeof value === 'object' && value !== null) {
    return inTurn(Object.entries(value), ([name, entry]) => flattenScalars(`${key}/${name}`, entry, into, drop));
  } else drop(key, value);
}
