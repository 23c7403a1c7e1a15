/** What a progress bar says at one moment. */
export interface ProgressFrame {
  /** Such as `Epoch [2/5]`. */
  readonly description: string;
  /** How many are done. */
  readonly value: number;
  /** Out of how many; `null` where nobody knows yet. */
  readonly total: number | null;
  /** Values such as `loss=0.25`. */
  readonly postfix: string;
  /** Seconds since the bar was opened. */
  readonly elapsed: number;
}

/** Shows a progress bar: a terminal, a log, a page. */
export interface ProgressDisplay {
  /** Opens the bar or moves it on; called at every step, so it leaves out what nobody can see. */
  show(frame: ProgressFrame): void;
  /** Shows the bar a last time and leaves it there, or takes it away. */
  close(frame: ProgressFrame, persist: boolean): void;
  /** Writes a line without hurting an open bar. */
  message(text: string): void;
}

/** One line of text for a frame, with a bar as wide as `columns` allow. */
export function formatFrame({ description, value, total, postfix, elapsed }: ProgressFrame, columns = 80): string {
  const tail = `${postfix === '' ? '' : ` ${postfix}`} [${formatTime(elapsed)}${total === null || value === 0 ? '' : `<${formatTime((elapsed / value) * Math.max(0, total - value))}`}]`;
  if (total === null) return `${description} [${value}]${tail}`;
  const share = total === 0 ? 1 : Math.min(1, value / total);
  const head = `${description} [${value}/${total}] ${String(Math.floor(share * 100)).padStart(3)}%`;
  const width = Math.min(40, columns - head.length - tail.length - 3);
  if (width < 4) return head + tail;
  const done = Math.floor(share * width);
  return `${head}|${'█'.repeat(done)}${'░'.repeat(width - done)}|${tail}`;
}

function formatTime(seconds: number): string {
  const whole = Math.round(seconds);
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const clock = [minutes, rest].map((part) => String(part).padStart(2, '0')).join(':');
  return hours === 0 ? clock : `${hours}:${clock}`;
}
