import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { pathToFileURL } from 'node:url';
import { CHROMIUM_FLAGS } from '../../../support/chromium';

/** A page that was opened, in a browser of its own. */
export interface OpenPage {
  /** Complaints of the console, errors of scripts, and what the content policy refused. */
  readonly complaints: readonly string[];
  /** Addresses that the page asked for beside itself; `data:` is none. */
  readonly requests: readonly string[];
  /** Value of an expression in the page. */
  evaluate(expression: string): Promise<unknown>;
  /** Calls the browser, by the names of its protocol. */
  call(method: string, params?: object): Promise<Record<string, unknown>>;
  close(): Promise<void>;
}

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: Record<string, unknown>;
  readonly result?: Record<string, unknown>;
  readonly error?: { readonly message: string };
}

/** Opens a file in a browser without a window, as wide as is said. */
export async function openPage(executable: string, file: string, { width, height = 900, media = {} }: { width: number; height?: number; media?: Record<string, string> }): Promise<OpenPage> {
  const profile = await mkdtemp(join(tmpdir(), 'chromium-'));
  const browser = spawn(executable, [...CHROMIUM_FLAGS, '--hide-scrollbars', '--remote-debugging-pipe', `--user-data-dir=${profile}`], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'],
  });
  const [toBrowser, fromBrowser] = [browser.stdio[3] as Writable, browser.stdio[4] as Readable]; // as `stdio` says
  const waiting = new Map<number, { resolve(result: Record<string, unknown>): void; reject(error: Error): void }>();
  const complaints: string[] = [];
  const requests: string[] = [];
  const address = pathToFileURL(file).href;
  let loaded = (): void => {};

  const listen: Readonly<Record<string, (params: Record<string, unknown>) => void>> = {
    'Runtime.exceptionThrown': (params) => complaints.push(JSON.stringify(params['exceptionDetails'])),
    'Runtime.consoleAPICalled': (params) => complaints.push(JSON.stringify(params['args'])),
    'Log.entryAdded': (params) => complaints.push(JSON.stringify(params['entry'])),
    'Network.requestWillBeSent': (params) => {
      const { url } = params['request'] as { url: string };
      if (url !== address && !url.startsWith('data:')) requests.push(url);
    },
    'Page.loadEventFired': () => loaded(),
  };
  const hear = ({ id, method, params = {}, result = {}, error }: Message): void => {
    if (method !== undefined) listen[method]?.(params);
    if (id === undefined) return;
    if (error === undefined) waiting.get(id)?.resolve(result);
    else waiting.get(id)?.reject(new Error(error.message));
    waiting.delete(id);
  };
  let heard = '';
  fromBrowser.setEncoding('utf8').on('data', (text: string) => {
    const messages = (heard + text).split('\0');
    heard = messages.pop() ?? '';
    for (const message of messages) hear(JSON.parse(message) as Message);
  });

  browser.once('exit', () => waiting.forEach(({ reject }) => reject(new Error('The browser is gone.'))));

  let ids = 0;
  const session: { sessionId?: unknown } = {};
  const call = (method: string, params: object = {}): Promise<Record<string, unknown>> =>
    new Promise((resolve, reject) => {
      waiting.set(++ids, { resolve, reject });
      toBrowser.write(`${JSON.stringify({ id: ids, method, params, ...session })}\0`);
    });

  const { targetId } = await call('Target.createTarget', { url: 'about:blank' });
  session.sessionId = (await call('Target.attachToTarget', { targetId, flatten: true }))['sessionId'];
  for (const domain of ['Runtime', 'Log', 'Network', 'Page']) await call(`${domain}.enable`);
  await call('Emulation.setDeviceMetricsOverride', { width, height, deviceScaleFactor: 1, mobile: false });
  await call('Emulation.setEmulatedMedia', { media: media['media'] ?? '', features: Object.entries(media).filter(([name]) => name !== 'media').map(([name, value]) => ({ name, value })) });
  const load = new Promise<void>((resolve) => (loaded = resolve));
  await call('Page.navigate', { url: address });
  await load;

  return {
    complaints,
    requests,
    call,
    async evaluate(expression) {
      const { result, exceptionDetails } = await call('Runtime.evaluate', { expression, returnByValue: true, awaitPromise: true });
      if (exceptionDetails !== undefined) throw new Error(JSON.stringify(exceptionDetails));
      return (result as { value?: unknown }).value;
    },
    async close() {
      const gone = new Promise((resolve) => browser.once('exit', resolve));
      browser.kill();
      await gone;
      await rm(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
