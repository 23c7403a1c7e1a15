/**
 * Writes a sample report of a run that is only played: the same file each time.
 *
 *   npx tsx scripts/report.ts out/report
 */
import { join } from 'node:path';
import { fsStore } from '../src/node/fs-store';
import { sampleReport } from './sample-report';

const [directory = 'out/report'] = process.argv.slice(2);
const store = fsStore(directory);
await sampleReport(store);
console.log(join(store.location, 'report.html'));
