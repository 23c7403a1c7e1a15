/** Where notices go; `console` fits, and so do pino and consola. */
export interface Logger {
  info(message: string): void;
  warn(message: string): void;
  error(message: string): void;
}
