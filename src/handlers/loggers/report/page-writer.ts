import type { FileStore, Logger } from '../../../contracts';

/** What {@link PageWriter} writes, and where. */
export interface PageWriterOptions {
  readonly owner: string;
  readonly store: FileStore;
  readonly filename: string;
  /** The page as it is now. */
  readonly render: () => Promise<string>;
  readonly logger: Pick<Logger, 'warn'>;
}

/**
 * Writes a page anew, as a whole, one write at a time: whoever asks while one is under way gets one more after it.
 *
 * A write that fails stops nobody. There is one warning when that begins.
 */
export class PageWriter {
  readonly #options: PageWriterOptions;
  #running: Promise<void> | undefined;
  #isStale = false;
  #failure: Error | undefined;

  constructor(options: PageWriterOptions) {
    this.#options = options;
  }

  /** Resolves when the page as it is now was written, or could not be. */
  write(): Promise<void> {
    this.#isStale = true;
    this.#running ??= this.#writeAll().finally(() => (this.#running = undefined));
    return this.#running;
  }

  /** Writes a last time. @throws what the store throws */
  async close(): Promise<void> {
    await this.write();
    if (this.#failure !== undefined) throw this.#failure;
  }

  async #writeAll(): Promise<void> {
    while (this.#isStale) {
      this.#isStale = false;
      await this.#writeOnce();
    }
  }

  async #writeOnce(): Promise<void> {
    const { owner, store, filename, render, logger } = this.#options;
    try {
      await store.write(filename, new TextEncoder().encode(await render()));
      this.#failure = undefined;
    } catch (error) {
      const failure = error instanceof Error ? error : new Error(String(error));
      if (this.#failure === undefined) logger.warn(`${owner}: ${filename} in ${store.location} cannot be written: ${sentence(failure.message)} Training goes on, and it is tried again.`);
      this.#failure = failure;
    }
  }
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
