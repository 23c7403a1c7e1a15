import type { FileStore } from '../contracts';
import { DataError, OptionError } from '../errors';
import { checkFileName } from '../internal';

/** The object store that holds the files, by name. */
const FILES = 'files';
const VERSION = 1;

/**
 * A store whose files lie in an IndexedDB database of the page's origin, which is made at the first use. It works in pages and in workers.
 *
 * A write is one transaction with strict durability: when it resolves the browser has flushed it to the disk, and one that fails leaves the old file.
 * No connection is kept open.
 * A browser that is short of disk space may delete the whole origin unless the page asks for `navigator.storage.persist()`.
 *
 * @param databaseName one name, one store; pages of one origin share it
 * @param factory where databases are; the platform's own by default
 * @throws OptionError for no name; DataError from its methods, where there is no IndexedDB, when the quota is used up, or when the database is another program's
 *
 * @example
 * ```ts
 * import { ModelCheckpoint } from 'tfjs-ignite/handlers';
 * import { indexedDbStore } from 'tfjs-ignite/web';
 *
 * const checkpoint = new ModelCheckpoint({ store: indexedDbStore('my-training'), nSaved: 2 });
 * ```
 */
export function indexedDbStore(databaseName: string, factory?: IDBFactory): FileStore {
  if (typeof databaseName !== 'string' || databaseName === '') throw new OptionError({ owner: 'indexedDbStore.databaseName', expected: 'a name', got: databaseName });
  const location = `the IndexedDB database ${databaseName}`;

  /** Makes one request in one transaction and resolves to its result once that is complete. */
  async function transact<T>(what: string, mode: IDBTransactionMode, request: (files: IDBObjectStore) => IDBRequest<T>): Promise<T> {
    try {
      const database = await open(databaseName, factory);
      try {
        return await complete(database, mode, request);
      } finally {
        database.close();
      }
    } catch (cause) {
      throw new DataError({ owner: `indexedDbStore.${what}`, expected: `${location} to ${what}`, got: cause, cause, ...mendFor(cause) });
    }
  }

  return {
    location,
    async list() {
      const names = await transact('list', 'readonly', (files) => files.getAllKeys());
      return names.map(String).sort();
    },
    async read(name) {
      checkFileName('indexedDbStore.read', name);
      const content: unknown = await transact('read', 'readonly', (files) => files.get(name) as IDBRequest<unknown>);
      if (content instanceof Uint8Array) return content;
      throw new DataError({ owner: 'indexedDbStore.read', expected: `the name of a file in ${location}`, got: name });
    },
    async write(name, content) {
      checkFileName('indexedDbStore.write', name);
      // A copy: a view would be stored with all of its buffer, and the caller may change its bytes before they are.
      const bytes = content.slice();
      await transact('write', 'readwrite', (files) => files.put(bytes, name));
    },
    async remove(name) {
      checkFileName('indexedDbStore.remove', name);
      await transact('remove', 'readwrite', (files) => files.delete(name));
    },
  };
}

function open(name: string, given: IDBFactory | undefined): Promise<IDBDatabase> {
  // The types say that it is always there.
  const factory = given ?? (globalThis as Partial<typeof globalThis>).indexedDB;
  if (factory === undefined) throw new Error('there is no indexedDB here');
  return new Promise((resolve, reject) => {
    const opening = factory.open(name, VERSION);
    opening.onupgradeneeded = () => void opening.result.createObjectStore(FILES);
    opening.onsuccess = () => resolve(opening.result);
    opening.onerror = () => reject(failure(opening.error));
  });
}

function complete<T>(database: IDBDatabase, mode: IDBTransactionMode, makeRequest: (files: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(FILES, mode, { durability: 'strict' });
    const request = makeRequest(transaction.objectStore(FILES));
    transaction.oncomplete = () => resolve(request.result);
    // A quota may be found used up only when the transaction is committed, after the request has succeeded.
    transaction.onabort = () => reject(failure(transaction.error ?? request.error));
  });
}

function failure(error: DOMException | null): Error {
  return error ?? new Error('the browser does not say why');
}

function mendFor(cause: unknown): { mend?: string } {
  // A browser's errors may be of another realm, and then are no instance of Error here.
  switch (typeof cause === 'object' && cause !== null && 'name' in cause ? cause.name : undefined) {
    case 'QuotaExceededError':
      return { mend: 'The quota of the origin is used up, or the disk is full: remove files, keep fewer, or ask for navigator.storage.persist().' };
    case 'VersionError':
    case 'NotFoundError':
      return { mend: 'The database is of another program: choose another name.' };
    default:
      return {};
  }
}
