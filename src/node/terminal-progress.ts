import type * as CliProgress from 'cli-progress';
import type { ProgressDisplay, ProgressFrame } from '../handlers';
import { formatFrame, lineProgress } from '../handlers';

/** What is used of a stream such as `process.stderr`. */
export type ProgressStream = Pick<NodeJS.WriteStream, 'write' | 'isTTY' | 'columns'> & NodeJS.WritableStream;

/** Options of {@link terminalProgress}. */
export interface TerminalProgressOptions {
  /** Default: standard error, so that the output of a program can be piped on. */
  readonly stream?: ProgressStream;
  /** Default: those of the process. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** How cli-progress is loaded. */
  readonly load?: () => Promise<unknown>;
}

/**
 * Shows progress in a terminal: a bar drawn by `cli-progress`, or by our own means where that package is not installed. Where
 * there is no terminal, or under CI (`CI` is set), plain lines.
 *
 * @example
 * ```ts
 * import { ProgressBar } from 'tfjs-ignite';
 * import { terminalProgress } from 'tfjs-ignite/node';
 *
 * const bar = new ProgressBar({ display: await terminalProgress() });
 * ```
 */
export async function terminalProgress(options: TerminalProgressOptions = {}): Promise<ProgressDisplay> {
  const { stream = process.stderr, environment = process.env, load = () => import('cli-progress') } = options;
  const isCI = environment.CI !== undefined && environment.CI !== '' && environment.CI !== 'false';
  if (!stream.isTTY || isCI) return lineProgress({ write: (text) => stream.write(text) });
  const loaded = await load().catch(() => undefined);
  return loaded === undefined ? lineProgress(stream) : barProgress(withoutDefault(loaded), stream);
}

/** CommonJS comes under `default` in an ES module, and as it is in a CommonJS one. */
function withoutDefault(loaded: unknown): typeof CliProgress {
  const inner = typeof loaded === 'object' && loaded !== null && 'default' in loaded ? loaded.default : loaded;
  return inner as typeof CliProgress; // the package's own types describe what it exports
}

function barProgress({ SingleBar }: typeof CliProgress, stream: ProgressStream): ProgressDisplay {
  let bar: CliProgress.SingleBar | undefined;
  let last: ProgressFrame | undefined;
  const start = (frame: ProgressFrame): CliProgress.SingleBar => {
    const started = new SingleBar({
      stream,
      hideCursor: true,
      clearOnComplete: true,
      gracefulExit: false, // Ctrl-C is the program's: it may have a checkpoint to write
      format: (_options, _params, payload: { frame: ProgressFrame }) => formatFrame(payload.frame, stream.columns - 1),
    });
    started.start(frame.total ?? 0, frame.value, { frame });
    return started;
  };
  const stop = (): void => {
    bar?.stop();
    bar = undefined;
  };
  return {
    show(frame) {
      last = frame;
      if (bar === undefined) bar = start(frame);
      else bar.update(frame.value, { frame });
    },
    close(frame, persist) {
      stop();
      last = undefined;
      if (persist) stream.write(`${formatFrame(frame, stream.columns - 1)}\n`);
    },
    message(text) {
      stop();
      stream.write(`${text}\n`);
      if (last !== undefined) bar = start(last);
    },
  };
}
