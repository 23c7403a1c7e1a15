import type { FileStore } from '../../../src/contracts';
import { DataError, OptionError } from '../../../src/errors';

/** What every store must do, whatever it keeps its files in. */
export function testFileStore(makeStore: () => FileStore | Promise<FileStore>): void {
  let store: FileStore;
  beforeEach(async () => {
    store = await makeStore();
  });

  it('starts empty', async () => {
    expect(await store.list()).toEqual([]);
  });

  it('reads what was written', async () => {
    await store.write('a', Uint8Array.of(1, 2, 3));
    expect([...(await store.read('a'))]).toEqual([1, 2, 3]);
  });

  it('lists names in order', async () => {
    for (const name of ['b', 'a_2', 'a_10']) await store.write(name, new Uint8Array(0));
    expect(await store.list()).toEqual(['a_10', 'a_2', 'b']);
  });

  it('replaces a file', async () => {
    await store.write('a', Uint8Array.of(1, 2, 3));
    await store.write('a', Uint8Array.of(4));
    expect([...(await store.read('a'))]).toEqual([4]);
    expect(await store.list()).toEqual(['a']);
  });

  it('keeps its own copy', async () => {
    const content = Uint8Array.of(1);
    await store.write('a', content);
    content[0] = 9;
    (await store.read('a'))[0] = 8;
    expect([...(await store.read('a'))]).toEqual([1]);
  });

  it('removes a file, and nothing when it is not there', async () => {
    await store.write('a', Uint8Array.of(1));
    await store.remove('a');
    await store.remove('a');
    expect(await store.list()).toEqual([]);
  });

  it('rejects reading a file that is not there', async () => {
    await expect(store.read('a')).rejects.toThrow(DataError);
  });

  it('refuses names that lead elsewhere', async () => {
    for (const name of ['../a', 'a/b', '', '..']) await expect(store.write(name, new Uint8Array(0))).rejects.toThrow(OptionError);
  });
}
