/** A file that grows at its end: an event log. */
export interface AppendFile {
  /** All or nothing: after it rejects the file is as long as before. */
  append(content: Uint8Array): Promise<void>;
  /** Makes what was appended durable and gives the file up; no error when nothing was appended. */
  close(): Promise<void>;
  /** Where the file is, in words for a message. */
  readonly location: string;
}
