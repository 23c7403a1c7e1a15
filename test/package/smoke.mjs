/** Loads every entry of the built package by `import` and trains a small net with it: `node smoke.mjs [backend]`. */
import * as entries from './entries.mjs';
import { check } from './check.cjs';

await check(entries, process.argv[2] ?? 'cpu');
