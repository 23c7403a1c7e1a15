/** What only a page or a worker can do: files in the browser. */
export { indexedDbStore } from './indexeddb-store';
