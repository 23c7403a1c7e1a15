/** How many characters have to be put in, left out or replaced to make one text of the other (Levenshtein), in code points. */
export function editDistance(a: Int32Array, b: Int32Array): number {
  // distances[j]: from the characters of `a` so far to the first j of `b`.
  const distances = new Int32Array(b.length + 1);
  for (let j = 0; j < distances.length; j++) distances[j] = j;
  for (let i = 0; i < a.length; i++) {
    const character = a[i];
    let diagonal = i;
    let left = i + 1;
    distances[0] = left;
    for (let j = 1; j < distances.length; j++) {
      const above = distances[j] ?? 0;
      if (b[j - 1] === character) {
        left = diagonal;
      } else {
        if (above < left) left = above;
        if (diagonal < left) left = diagonal;
        left++;
      }
      distances[j] = left;
      diagonal = above;
    }
  }
  return distances[b.length] ?? 0;
}

/** The code points of a text: an emoji is one, though a string holds it as two units. */
export function codePoints(text: string): Int32Array {
  const points = new Int32Array(text.length);
  let count = 0;
  for (let at = 0; at < text.length; count++) {
    const point = text.codePointAt(at) ?? 0;
    points[count] = point;
    at += point > 0xffff ? 2 : 1;
  }
  return points.subarray(0, count);
}
