import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataError, OptionError } from '../../src/errors';
import { indexedDbStore } from '../../src/web';
import type { Pages } from '../support/chromium';
import { findChromium, noChromium, servePages } from '../support/chromium';

const whenThereIsChromium = findChromium() === undefined ? describe.skip : describe;

whenThereIsChromium(`in Chromium${noChromium}`, () => {
  let pages: Pages;
  let profile: string;
  beforeAll(async () => {
    pages = await servePages(join(__dirname, 'indexeddb-store-page.ts'));
    profile = mkdtempSync(join(tmpdir(), 'chromium-'));
  });
  afterAll(async () => {
    await pages.close();
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  });

  it.each(['a page', 'a worker'])('does what every store must, in %s', async (place) => {
    const results = (await pages.visit(profile, place === 'a page' ? '?mode=rules' : '?mode=worker')) as Record<string, string>;
    const titles = Object.keys(results);
    expect(titles.length).toBeGreaterThanOrEqual(8);
    expect(results).toEqual(Object.fromEntries(titles.map((title) => [title, 'passed'])));
  });

  it('one name is one store', async () => {
    expect(await pages.visit(profile, '?mode=sharing')).toEqual([['a'], ['b'], true]);
  });

  it('keeps the bytes of a view alone, nothing, much, and one whole file of several writes at a time', async () => {
    expect(await pages.visit(profile, '?mode=contents')).toEqual({ view: [7, 7, 7], buffer: 3, empty: 0, large: 20_000_000, race: true });
  });

  it("refuses another program's database", async () => {
    const [newer, other] = (await pages.visit(profile, '?mode=foreign')) as string[];
    expect(newer).toMatch(/^DataError: indexedDbStore\.list: expected the IndexedDB database .* to list, got VersionError: .*\. The database is of another program/);
    expect(other).toMatch(/^DataError: indexedDbStore\.write: .* got NotFoundError: .*\. The database is of another program/);
  });

  it('what was written outlives a browser that is killed at once, and a run goes on from it', async () => {
    expect(await pages.visit(profile, '?mode=begin')).toEqual({ resumedAt: 0, iteration: 6, files: ['trainer_3.safetensors', 'trainer_6.safetensors'] });
    expect(await pages.visit(profile, '?mode=goOn')).toEqual({ resumedAt: 6, iteration: 9, files: [3, 6, 9].map((step) => `trainer_${step}.safetensors`) });
  });
});

/** A database whose transactions are aborted with an error when they are committed, or whose requests fail when they are opened. */
function brokenFactory(at: 'open' | 'commit', error: DOMException | null): IDBFactory {
  const later = (act: () => void): void => void setImmediate(act);
  const database = {
    close: () => undefined,
    transaction: () => {
      const transaction = { error, onabort: (): void => undefined, objectStore: () => ({ put: () => ({ error: null }), getAllKeys: () => ({ error: null }) }) };
      later(() => transaction.onabort());
      return transaction;
    },
  };
  const open = (): unknown => {
    const opening = { error, result: database, onerror: (): void => undefined, onsuccess: (): void => undefined };
    later(() => (at === 'open' ? opening.onerror() : opening.onsuccess()));
    return opening;
  };
  return { open } as unknown as IDBFactory;
}

it('says what to do when the quota is used up', async () => {
  const store = indexedDbStore('files', brokenFactory('commit', new DOMException('no room', 'QuotaExceededError')));
  const writing = store.write('a', Uint8Array.of(1));
  await expect(writing).rejects.toThrow(DataError);
  await expect(writing).rejects.toThrow(/^indexedDbStore\.write: expected the IndexedDB database files to write, got .*\. The quota of the origin is used up/);
});

it('says so when the browser gives no reason, or no database', async () => {
  await expect(indexedDbStore('files', brokenFactory('open', null)).list()).rejects.toThrow('the browser does not say why');
  await expect(indexedDbStore('files', brokenFactory('commit', null)).list()).rejects.toThrow('the browser does not say why');
});

it('says so where there is no IndexedDB', async () => {
  await expect(indexedDbStore('files').list()).rejects.toThrow(/^indexedDbStore\.list: .*there is no indexedDB here/);
});

it('refuses no name', () => {
  expect(() => indexedDbStore('')).toThrow(OptionError);
  expect(() => indexedDbStore(undefined as never)).toThrow(OptionError);
});
