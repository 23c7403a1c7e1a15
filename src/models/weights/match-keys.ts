/** Names of weight files that differ from the model's, and the rule that turns them into today's. */
const oldDenseLayer = /^(.*denselayer\d+\.(?:norm|relu|conv))\.((?:[12])\.(?:weight|bias|running_mean|running_var|num_batches_tracked))$/;

/** What a weight file holds for a model. */
export interface KeyMatch {
  /** The model's key -> the file's key. */
  readonly found: ReadonlyMap<string, string>;
  /** Keys of the model that the file lacks. */
  readonly missing: readonly string[];
  /** Keys of the file that the model lacks. */
  readonly unexpected: readonly string[];
}

/**
 * Matches a file's keys with a model's.
 *
 * `num_batches_tracked` is passed over, names of DenseNet files from before 2018 (`norm.1`) are read as today's (`norm1`), and a
 * prefix that all keys share (`module.`) is taken off.
 */
export function matchKeys(modelKeys: readonly string[], fileKeys: Iterable<string>): KeyMatch {
  const counted = [...fileKeys].filter((key) => !/(?:^|\.)num_batches_tracked$/.test(key));
  const modern = counted.map((key) => key.replace(oldDenseLayer, '$1$2'));
  const prefix = sharedPrefix(modelKeys, modern);
  const wanted = new Set(modelKeys);
  const found = new Map<string, string>();
  const unexpected: string[] = [];
  for (const [index, key] of modern.entries()) {
    const original = counted[index] ?? key;
    const name = key.slice(prefix.length);
    if (!wanted.has(name) || found.has(name)) unexpected.push(original);
    else found.set(name, original);
  }
  return { found, missing: modelKeys.filter((key) => !found.has(key)), unexpected };
}

/** What stands before the model's own keys in every key of the file; empty when the file needs no change. */
function sharedPrefix(modelKeys: readonly string[], fileKeys: readonly string[]): string {
  const present = new Set(fileKeys);
  if (modelKeys.some((key) => present.has(key))) return '';
  for (const key of modelKeys) {
    const match = fileKeys.find((candidate) => candidate.endsWith(`.${key}`));
    if (match === undefined) continue;
    const prefix = match.slice(0, match.length - key.length);
    return fileKeys.every((candidate) => candidate.startsWith(prefix)) ? prefix : '';
  }
  return '';
}
