import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { DownloadError, OptionError } from '../../src/errors';
import { pretrainedRegistry, pretrainedWeights } from '../../src/node/pretrained';
import { useTemporaryFolder } from './temporary-folder';

const temporary = useTemporaryFolder();
const content = Buffer.from(Array.from({ length: 5000 }, (_, index) => (index * 7) % 256));
const sha256 = createHash('sha256').update(content).digest('hex');
const registry = { tiny: { repository: 'owner/tiny.v1', revision: 'main', file: 'model.safetensors', sha256 } };

let server: Server;
let endpoint: string;
let requests: string[];
let answer: (request: IncomingMessage, response: ServerResponse) => void;
const whole: typeof answer = (_, response) => void response.writeHead(200, { 'content-length': content.length }).end(content);

beforeAll(async () => {
  server = createServer((request, response) => {
    requests.push(request.url ?? '');
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => new Promise((resolve) => server.close(resolve)));
beforeEach(() => {
  requests = [];
  answer = whole;
});

describe('pretrainedWeights', () => {
  it('downloads the file of the registry into the cache, and uses it from there', async () => {
    const cacheDir = temporary();
    const first = await pretrainedWeights('tiny', { cacheDir, endpoint, registry });
    expect(first).toBe(join(cacheDir, 'weights', `tiny-${sha256.slice(0, 8)}.safetensors`));
    expect(readFileSync(first)).toEqual(content);
    expect(requests).toEqual(['/owner/tiny.v1/resolve/main/model.safetensors']);
    expect(await pretrainedWeights('tiny', { cacheDir, endpoint: 'http://127.0.0.1:1', registry })).toBe(first);
    expect(requests.length).toBe(1);
  });

  it('downloads a file of the cache again when its digest is wrong', async () => {
    const cacheDir = temporary();
    const path = await pretrainedWeights('tiny', { cacheDir, endpoint, registry });
    writeFileSync(path, content.subarray(0, 100));
    await pretrainedWeights('tiny', { cacheDir, endpoint, registry });
    expect(readFileSync(path)).toEqual(content);
    expect(requests.length).toBe(2);
  });

  it('takes the endpoint and the cache from the environment', async () => {
    const cacheDir = temporary();
    const before = { ...process.env };
    Object.assign(process.env, { HF_ENDPOINT: `${endpoint}/`, TFJS_IGNITE_CACHE: cacheDir });
    try {
      expect(await pretrainedWeights('tiny', { registry })).toContain(cacheDir);
      expect(requests).toEqual(['/owner/tiny.v1/resolve/main/model.safetensors']);
    } finally {
      for (const name of ['HF_ENDPOINT', 'TFJS_IGNITE_CACHE']) {
        if (before[name] === undefined) Reflect.deleteProperty(process.env, name);
        else process.env[name] = before[name];
      }
    }
  });

  it.each([
    ['the address answers with an error', (_: IncomingMessage, response: ServerResponse) => void response.writeHead(404).end()],
    ['the content is another', (_: IncomingMessage, response: ServerResponse) => void response.writeHead(200).end('something else')],
  ])('says in one sentence what to do when %s, and leaves no file', async (_, respond) => {
    answer = respond;
    const cacheDir = temporary();
    const error = await pretrainedWeights('tiny', { cacheDir, endpoint, registry, retries: 0 }).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(DownloadError);
    expect((error as Error).message).toMatch(/pretrainedWeights: expected to download the weights of tiny .*--weights PATH.*--weights random/s);
    expect(existsSync(join(cacheDir, 'weights', `tiny-${sha256.slice(0, 8)}.safetensors`))).toBe(false);
  });

  it('says the same when nobody answers', async () => {
    const promise = pretrainedWeights('tiny', { cacheDir: temporary(), endpoint: 'http://127.0.0.1:1', registry, retries: 0 });
    await expect(promise).rejects.toThrow('--weights PATH');
  });

  it('ends with the reason of the signal', async () => {
    const reason = new Error('enough');
    await expect(pretrainedWeights('tiny', { cacheDir: temporary(), endpoint, registry, signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  });

  it('refuses a model without published weights, also one named like a property of every object', async () => {
    await expect(pretrainedWeights('resnet9000')).rejects.toThrow(OptionError);
    await expect(pretrainedWeights('constructor')).rejects.toThrow('a model with published weights (densenet121)');
  });

  it('pins every entry by a whole sha256', () => {
    for (const entry of Object.values(pretrainedRegistry)) expect(entry.sha256).toMatch(/^[0-9a-f]{64}$/);
  });
});
