import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The departures that `docs/from-ignite.md` lists: the bold beginnings of its list items. */
export function listedDepartures(root: string): Set<string> {
  const text = readFileSync(join(root, 'docs', 'from-ignite.md'), 'utf8');
  return new Set([...text.matchAll(/^- \*\*(.+?)\.?\*\*/gm)].map((match) => match[1] ?? ''));
}
