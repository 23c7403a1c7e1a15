/** A failure that another attempt may not have. */
export class Retry extends Error {
  /** Milliseconds that the server asks to wait. */
  readonly after: number | undefined;

  constructor(message: string, options: { cause?: unknown; after?: number | undefined } = {}) {
    super(message, 'cause' in options ? { cause: options.cause } : undefined);
    this.after = options.after;
  }
}
