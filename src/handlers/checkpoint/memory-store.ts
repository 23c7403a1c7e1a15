import type { FileStore } from '../../contracts';
import { DataError } from '../../errors';
import { checkFileName } from '../../internal';

/**
 * A store that keeps files in memory: for tests, for pages, and for a best model that need not outlive the process.
 *
 * @example
 * ```ts
 * import { memoryStore } from 'tfjs-ignite/handlers';
 *
 * const store = memoryStore();
 * await store.write('note', Uint8Array.of(1, 2));
 * await store.list(); // => [ 'note' ]
 * ```
 */
export function memoryStore(): FileStore {
  const files = new Map<string, Uint8Array>();
  return {
    location: 'memory',
    list: () => Promise.resolve([...files.keys()].sort()),
    read(name) {
      const content = files.get(name);
      if (content !== undefined) return Promise.resolve(content.slice());
      return Promise.reject(new DataError({ owner: 'memoryStore.read', expected: 'the name of a file', got: name }));
    },
    async write(name, content) {
      checkFileName('memoryStore.write', name);
      files.set(name, await Promise.resolve(content.slice()));
    },
    remove(name) {
      files.delete(name);
      return Promise.resolve();
    },
  };
}
