import * as z from 'zod/mini';
import { parseOptions } from '../../internal';
import type { ProgressDisplay, ProgressFrame } from './progress-display';
import { formatFrame } from './progress-display';

/** Where text goes; `process.stderr` fits. */
export interface ProgressSink {
  write(text: string): unknown;
  /** Whether a line can be written over. Default: it cannot. */
  readonly isTTY?: boolean;
  /** Width of a line. Default: 80. */
  readonly columns?: number;
}

const schema = z.strictObject({ interval: z.optional(z.number().check(z.minimum(0))) });

/** Options of {@link lineProgress}. */
export interface LineProgressOptions {
  /** Seconds between two signs of life. Default: 0.1 on a terminal, 10 elsewhere. */
  readonly interval?: number;
}

/**
 * Shows progress as text: one line that is written over on a terminal, else a line now and then and one at the end, which is
 * what a log file wants.
 *
 * @example
 * ```ts
 * import { lineProgress } from 'tfjs-ignite/handlers';
 *
 * const lines: string[] = [];
 * const display = lineProgress({ write: (text) => lines.push(text) });
 * display.close({ description: 'Epoch [1/2]', value: 5, total: 5, postfix: 'loss=0.25', elapsed: 2 }, true);
 * lines; // => [ 'Epoch [1/2] [5/5] 100% loss=0.25 [00:02<00:00]\n' ]
 * ```
 */
export function lineProgress(sink: ProgressSink, options: LineProgressOptions = {}): ProgressDisplay {
  const isTTY = sink.isTTY === true;
  const { interval = isTTY ? 0.1 : 10 } = parseOptions('lineProgress', schema, options);
  let shownAt: number | undefined;
  let open: ProgressFrame | undefined;

  const draw = (frame: ProgressFrame): void => {
    const columns = sink.columns ?? 80;
    // A line that wraps could not be written over.
    if (isTTY) sink.write(`\r${formatFrame(frame, columns).slice(0, columns - 1)}\u001b[K`);
    else sink.write(`${formatFrame(frame, 0)}\n`);
  };
  return {
    show(frame) {
      open = frame;
      // A log needs no line that says that nothing is done yet.
      shownAt ??= isTTY ? -Infinity : frame.elapsed;
      if (frame.elapsed - shownAt < interval) return;
      shownAt = frame.elapsed;
      draw(frame);
    },
    close(frame, persist) {
      if (!isTTY || persist) draw(frame);
      if (isTTY) sink.write(persist ? '\n' : '\r\u001b[K');
      open = shownAt = undefined;
    },
    message(text) {
      sink.write(isTTY && open !== undefined ? `\r\u001b[K${text}\n` : `${text}\n`);
      if (isTTY && open !== undefined) draw(open);
    },
  };
}
