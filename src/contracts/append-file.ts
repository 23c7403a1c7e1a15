/** A file that grows at its end: an event log. One call at a time. */
export interface AppendFile {
  /** All or nothing: after it rejects the file is as long as before. */
  append(content: Uint8Array): Promise<void>;
  /** The last byte that is there; `undefined` while the file is empty or not there. */
  lastByte(): Promise<number | undefined>;
  /** Makes what was appended durable and gives the file up; no error when nothing was appended. */
  close(): Promise<void>;
  /** Where the file is, in words for a message. */
  readonly location: string;
}
