import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { build } from 'esbuild';

const PATHS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'];
/** Without a window, as root, and without looking for anything on the network. */
export const CHROMIUM_FLAGS = [
  '--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync',
];
const PATIENCE = 60_000;

/** The browser that the environment variable `CHROMIUM` names, or one at a usual place; nothing where there is none. */
export function findChromium(): string | undefined {
  const named = process.env.CHROMIUM;
  return named !== undefined && named !== '' ? named : PATHS.find(existsSync);
}

/** Why tests in a browser are skipped, for the title; empty where they run. */
export const noChromium = findChromium() === undefined ? ' (skipped: no Chromium here; CHROMIUM can name one)' : '';

/** Pages of one script, served from this machine, so that they all have one origin. */
export interface Pages {
  /**
   * Opens a page in a browser of its own and resolves to what the page reports; the browser is killed then, without a chance to tidy up.
   *
   * @param profile folder of the browser's data
   * @param query what the script finds in `location.search`
   */
  visit(profile: string, query: string): Promise<unknown>;
  close(): Promise<void>;
}

/** Bundles a script for browsers and serves it. The script reports with a POST of JSON to `/report`. */
export async function servePages(script: string): Promise<Pages> {
  const bundle = await build({ entryPoints: [script], bundle: true, format: 'iife', platform: 'browser', target: 'es2022', write: false, logLevel: 'silent' });
  let report: (value: unknown) => void = () => undefined;
  const server = createServer((request, response) => {
    if (request.method === 'POST') {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        response.end();
        report(JSON.parse(Buffer.concat(chunks).toString()));
      });
      return;
    }
    const isScript = request.url?.startsWith('/script.js') === true;
    response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html');
    response.end(isScript ? bundle.outputFiles[0]?.contents : '<!doctype html><script src="/script.js"></script>');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;

  return {
    async visit(profile, query) {
      const chromium = findChromium();
      if (chromium === undefined) throw new Error('no Chromium');
      const browser = spawn(chromium, [...CHROMIUM_FLAGS, `--user-data-dir=${profile}`, `http://127.0.0.1:${port}/${query}`], { detached: true, stdio: ['ignore', 'ignore', 'pipe'] });
      let complaints = '';
      browser.stderr.on('data', (chunk: Buffer) => (complaints += chunk.toString()));
      const ended = once(browser, 'exit');
      let timer: NodeJS.Timeout | undefined;
      try {
        return await new Promise((resolve, reject) => {
          report = resolve;
          timer = setTimeout(() => reject(new Error(`the page reported nothing in ${PATIENCE / 1000} s: ${complaints.slice(-2000)}`)), PATIENCE);
          browser.once('error', reject);
          browser.once('exit', (code) => reject(new Error(`the browser ended with ${String(code)}: ${complaints.slice(-2000)}`)));
        });
      } finally {
        clearTimeout(timer);
        // The whole group: a browser is many processes.
        if (browser.pid !== undefined && browser.exitCode === null) process.kill(-browser.pid, 'SIGKILL');
        if (browser.pid !== undefined) await ended;
      }
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
