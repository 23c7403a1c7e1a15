/** The length of the longest sequence that can be had of both by leaving elements out. */
export function commonSubsequence(a: Int32Array, b: Int32Array): number {
  // lengths[j + 1]: of the elements of `a` so far and the first j + 1 of `b`.
  const lengths = new Int32Array(b.length + 1);
  for (const element of a) {
    let diagonal = 0;
    let left = 0;
    for (let j = 1; j < lengths.length; j++) {
      const above = lengths[j] ?? 0;
      if (b[j - 1] === element) left = diagonal + 1;
      else if (above > left) left = above;
      lengths[j] = left;
      diagonal = above;
    }
  }
  return lengths[b.length] ?? 0;
}
