import { IgniteError } from './ignite-error';

/** A file that could not be downloaded, or came with the wrong content. */
export class DownloadError extends IgniteError {
  override readonly name = 'DownloadError';
  readonly code = 'ERR_DOWNLOAD';
}
