import { OptionError } from '../../../src/errors';
import type { ProgressFrame } from '../../../src/handlers';
import { lineProgress } from '../../../src/handlers';

const frame = (value: number, elapsed: number): ProgressFrame => ({ description: 'Epoch', value, total: 4, postfix: '', elapsed });

describe('in a log', () => {
  it('writes a line now and then, and one at the end', () => {
    const lines: string[] = [];
    const display = lineProgress({ write: (text) => lines.push(text) }, { interval: 5 });
    for (const [value, elapsed] of [[1, 0], [2, 4], [3, 6], [4, 7]] as const) display.show(frame(value, elapsed));
    display.close(frame(4, 8), false);
    expect(lines).toEqual(['Epoch [3/4]  75% [00:06<00:02]\n', 'Epoch [4/4] 100% [00:08<00:00]\n']);
  });

  it('has no control characters', () => {
    const lines: string[] = [];
    const display = lineProgress({ write: (text) => lines.push(text) }, { interval: 0 });
    display.show(frame(1, 1));
    display.message('note');
    display.close(frame(2, 2), true);
    expect(lines.join('').replaceAll('\n', '')).toMatch(/^[\x20-\x7e]*$/);
  });
});

describe('on a terminal', () => {
  function terminal(): { text: string[]; display: ReturnType<typeof lineProgress> } {
    const text: string[] = [];
    return { text, display: lineProgress({ write: (part) => text.push(part), isTTY: true, columns: 40 }) };
  }

  it('writes over the line, at most ten times a second', () => {
    const { text, display } = terminal();
    for (const elapsed of [0, 0.05, 0.11]) display.show(frame(1, elapsed));
    expect(text).toHaveLength(2);
    for (const part of text) expect([part[0], part.slice(-3), part.length < 44]).toEqual(['\r', '\u001b[K', true]);
  });

  it('takes the line away, or leaves it', () => {
    const { text, display } = terminal();
    display.show(frame(1, 0));
    display.close(frame(1, 0), false);
    expect(text.at(-1)).toBe('\r\u001b[K');
    display.close(frame(1, 0), true);
    expect(text.at(-1)).toBe('\n');
  });

  it('writes a message above the line', () => {
    const { text, display } = terminal();
    display.show(frame(1, 0));
    display.message('note');
    expect(text.slice(1)).toEqual(['\r\u001b[Knote\n', text[0]]);
  });
});

it('refuses a negative interval', () => {
  expect(() => lineProgress({ write: () => undefined }, { interval: -1 })).toThrow(OptionError);
});
