/** Ends the registration that `on` or `once` made. Removing twice does nothing; with `using` it ends with the block. */
export class RemovableEventHandle {
  #remove: (() => void) | undefined;

  constructor(remove: () => void) {
    this.#remove = remove;
  }

  /** Removes the handler from all events it was registered for by that call. */
  remove(): void {
    this.#remove?.();
    this.#remove = undefined;
  }

  [Symbol.dispose](): void {
    this.remove();
  }
}
