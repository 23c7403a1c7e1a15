/** A flat place for named files: a folder, memory, IndexedDB, or a user's own. */
export interface FileStore {
  /** Names of all files, sorted. */
  list(): Promise<string[]>;
  /** The whole file; rejects with a `DataError` when it is not there. */
  read(name: string): Promise<Uint8Array>;
  /** All or nothing: after it resolves the file is durable, after it rejects the old content (or absence) is untouched. */
  write(name: string, content: Uint8Array): Promise<void>;
  /** No error when it is not there. */
  remove(name: string): Promise<void>;
  /** Where the files are, in words for a message: a path, `memory`. */
  readonly location: string;
}
