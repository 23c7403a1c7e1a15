/** How several processes train together; one process by default. */
export type { Communicator, Reduction } from './communicator';
export { serial } from './serial';
