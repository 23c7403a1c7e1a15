import { Writable } from 'node:stream';
import type { ProgressFrame } from '../../src/handlers';
import type { ProgressStream } from '../../src/node/terminal-progress';
import { terminalProgress } from '../../src/node/terminal-progress';

function stream(isTTY: boolean): { stream: ProgressStream; text: () => string } {
  let written = '';
  const target = new Writable({
    write(chunk: Buffer, _, done) {
      written += chunk.toString();
      done();
    },
  });
  const cursor = { isTTY, columns: 80, rows: 24, cursorTo: () => true, moveCursor: () => true, clearLine: () => true };
  return { stream: Object.assign(target, cursor), text: () => written };
}

const frame: ProgressFrame = { description: 'Epoch [1/2]', value: 1, total: 4, postfix: 'loss=0.5', elapsed: 1 };
const environment = {};

it('writes plain lines where there is no terminal', async () => {
  const { stream: target, text } = stream(false);
  (await terminalProgress({ stream: target, environment })).close(frame, false);
  expect(text()).toBe('Epoch [1/2] [1/4]  25% loss=0.5 [00:01<00:03]\n');
});

it.each([['true', false], ['1', false], ['false', true], ['', true]])('with CI=%j it draws in place: %p', async (CI, inPlace) => {
  const { stream: target, text } = stream(true);
  const display = await terminalProgress({ stream: target, environment: { CI }, load: () => Promise.reject(new Error('missing')) });
  display.close(frame, true);
  expect(text().startsWith('\r')).toBe(inPlace);
});

it('draws with cli-progress on a terminal, and takes the bar away in the end', async () => {
  const { stream: target, text } = stream(true);
  const display = await terminalProgress({ stream: target, environment });
  display.show(frame);
  display.show({ ...frame, value: 4 });
  display.message('note');
  display.close({ ...frame, value: 4 }, true);
  expect(text()).toContain('Epoch [1/2] [1/4]  25%');
  expect(text()).toContain('note\n');
  expect(text().split('\n').at(-2)).toContain('[4/4] 100%');
});
