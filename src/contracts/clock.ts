/** Where time comes from, so that a test never sleeps. */
export interface Clock {
  /** Milliseconds, monotonic, from any origin. */
  now(): number;
}
