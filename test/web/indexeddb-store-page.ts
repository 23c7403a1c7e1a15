/** What the tests of the store do inside a page or a worker: `?mode=…` says what. The result is reported to whoever served the page. */
import { Checkpoint, Engine, latestCheckpoint, loadObjects } from '../../src';
import { indexedDbStore } from '../../src/web';
import { testFileStore } from '../handlers/checkpoint/file-store-rules';
import { runRules } from './rules-runner';

let databases = 0;
const freshName = (): string => `store-${Date.now()}-${databases++}`;

async function messageOf(promise: Promise<unknown>): Promise<string> {
  return promise.then(() => 'no error', (error: unknown) => String(error));
}

/** Makes a database that is not ours. */
async function foreignDatabase(version: number): Promise<string> {
  const name = freshName();
  await new Promise<void>((resolve, reject) => {
    const opening = indexedDB.open(name, version);
    opening.onsuccess = () => {
      opening.result.close();
      resolve();
    };
    opening.onerror = () => reject(new Error(String(opening.error)));
  });
  return name;
}

/** A run of three epochs, of which a browser that is killed sees the first two. */
async function train(maxEpochs: number): Promise<unknown> {
  const store = indexedDbStore('training');
  const trainer = new Engine(({ state }) => state.iteration);
  const latest = await latestCheckpoint(store, { name: 'trainer' });
  if (latest !== undefined) await loadObjects({ trainer }, latest.state);
  const resumedAt = trainer.state.iteration;
  new Checkpoint({ toSave: { trainer }, store, nSaved: 2 }).attach(trainer);
  await trainer.run([1, 2, 3], { maxEpochs });
  return { resumedAt, iteration: trainer.state.iteration, files: await store.list() };
}

const modes: Record<string, () => Promise<unknown>> = {
  rules: () => runRules(() => testFileStore(() => indexedDbStore(freshName()))),
  async sharing() {
    const [name, other] = [freshName(), freshName()];
    await indexedDbStore(name).write('a', Uint8Array.of(1));
    await indexedDbStore(other).write('b', Uint8Array.of(2));
    return [await indexedDbStore(name).list(), await indexedDbStore(other).list(), indexedDbStore(name).location.endsWith(name)];
  },
  async contents() {
    const store = indexedDbStore(freshName());
    const buffer = new Uint8Array(1000).fill(7);
    await store.write('view', buffer.subarray(10, 13));
    await store.write('empty', new Uint8Array(0));
    await store.write('large', new Uint8Array(20_000_000).fill(3));
    await Promise.all([1, 2, 3].map((value) => store.write('race', new Uint8Array(1000).fill(value))));
    const view = await store.read('view');
    const large = await store.read('large');
    const race = await store.read('race');
    return { view: [...view], buffer: view.buffer.byteLength, empty: (await store.read('empty')).length, large: large.every((byte) => byte === 3) && large.length, race: race.every((byte) => byte === race[0]) };
  },
  async foreign() {
    const [newer, other] = [indexedDbStore(await foreignDatabase(5)), indexedDbStore(await foreignDatabase(1))];
    return [await messageOf(newer.list()), await messageOf(other.write('a', Uint8Array.of(1)))];
  },
  begin: () => train(2),
  goOn: () => train(3),
};

async function main(): Promise<void> {
  const mode = new URLSearchParams(location.search).get('mode') ?? '';
  if (mode === 'worker') {
    new Worker('/script.js?mode=rules');
    return;
  }
  const report: unknown = await modes[mode]?.().catch((error: unknown) => ({ error: String(error) }));
  await fetch('/report', { method: 'POST', body: JSON.stringify(report) });
}

void main();
