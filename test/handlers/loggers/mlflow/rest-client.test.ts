import type { RestOptions } from '../../../../src/handlers/loggers/mlflow/rest-client';
import { RestClient, isHttpUrl } from '../../../../src/handlers/loggers/mlflow/rest-client';
import { Refusal } from '../../../../src/handlers/loggers/mlflow/refusal';

function setup(answer: () => Response | Promise<Response>, options: Partial<RestOptions> = {}) {
  const requests: { url: string; init: RequestInit }[] = [];
  const fetch = (url: string, init: RequestInit): Promise<Response> => {
    requests.push({ url, init });
    return Promise.resolve().then(answer);
  };
  const client = new RestClient({ baseUrl: 'https://mlflow.test/base/', headers: {}, timeout: 10_000, fetch, ...options });
  return { client, requests };
}

test('get, post and put', async () => {
  const { client, requests } = setup(() => Response.json({ a: 1 }), { headers: { 'X-Team': 'a' } });
  expect(await client.get('runs/get', { name: 'a b&c' })).toEqual({ a: 1 });
  await client.post('runs/create', { name: 'ä' });
  await client.put('files/a%20b.txt', 'hello');
  expect(requests.map(({ url, init }) => [init.method, url, init.body, new Headers(init.headers).get('content-type'), new Headers(init.headers).get('x-team')])).toEqual([
    ['GET', 'https://mlflow.test/base/runs/get?name=a+b%26c', undefined, null, 'a'],
    ['POST', 'https://mlflow.test/base/runs/create', '{"name":"ä"}', 'application/json', 'a'],
    ['PUT', 'https://mlflow.test/base/files/a%20b.txt', 'hello', 'text/plain; charset=utf-8', 'a'],
  ]);
});

test('a user in the address becomes a header, and stays out of messages', async () => {
  const { client, requests } = setup(() => Promise.reject(new TypeError('fetch failed')), { baseUrl: 'http://me:p%C3%A4ss@host:5000' });
  expect(client.location).toBe('http://host:5000');
  await expect(client.get('x', {})).rejects.toThrow(/^GET x failed: fetch failed$/);
  expect(new Headers(requests[0]?.init.headers).get('authorization')).toBe(`Basic ${Buffer.from('me:päss').toString('base64')}`);
});

test('a header that is given wins over the user in the address', async () => {
  const { client, requests } = setup(() => Response.json({}), { baseUrl: 'http://me:pass@host', headers: { authorization: 'Bearer t' } });
  await client.post('x', {});
  expect(new Headers(requests[0]?.init.headers).get('authorization')).toBe('Bearer t');
});

const said = (status: number): Response => Response.json({ error_code: 'SOME_CODE', message: 'the reason' }, { status });

test.each([400, 404, 409, 413])('%i in the words of MLflow is a refusal', async (status) => {
  const { client } = setup(() => said(status));
  const error: unknown = await client.post('runs/x', {}).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(Refusal);
  expect(error).toMatchObject({ code: 'SOME_CODE', message: `POST runs/x was answered with ${status} SOME_CODE: the reason` });
});

test.each([401, 403, 408, 429, 500, 503])('%i may pass', async (status) => {
  const { client } = setup(() => said(status));
  const error: unknown = await client.post('runs/x', {}).catch((reason: unknown) => reason);
  expect(error).not.toBeInstanceOf(Refusal);
  expect(error).toMatchObject({ message: `POST runs/x was answered with ${status} SOME_CODE: the reason` });
});

test.each([
  [404, '<html>not found</html>'],
  [200, '<html>sign in</html>'],
  [502, ''],
  [400, '{"error": "no"}'],
])('%i with %j comes from something else', async (status, text) => {
  const { client } = setup(() => new Response(text, { status }));
  const error: unknown = await client.post('runs/x', {}).catch((reason: unknown) => reason);
  expect(error).not.toBeInstanceOf(Refusal);
  expect(error).toMatchObject({ message: `POST runs/x was answered with ${status}, and not in the words of MLflow` });
});

test('a file that cannot be kept is refused, and one that is kept needs no answer', async () => {
  expect(await setup(() => new Response('')).client.put('a.txt', '')).toBeUndefined();
  await expect(setup(() => new Response('<html>', { status: 500 })).client.put('a.txt', '')).rejects.toThrow(Refusal);
  await expect(setup(() => new Response('<html>', { status: 503 })).client.put('a.txt', '')).rejects.not.toThrow(Refusal);
});

test('the reason of a failure is told', async () => {
  const failing = (cause: unknown): Promise<unknown> =>
    setup(() => Promise.reject(new TypeError('fetch failed', { cause }))).client.post('x', {}).catch((error: unknown) => (error as Error).message);
  expect(await failing(new Error('connect ECONNREFUSED 127.0.0.1:5000'))).toBe('POST x failed: connect ECONNREFUSED 127.0.0.1:5000');
  expect(await failing(Object.assign(new AggregateError([]), { code: 'ECONNREFUSED' }))).toBe('POST x failed: ECONNREFUSED');
  expect(await failing(new AggregateError([]))).toBe('POST x failed: AggregateError');
  expect(await failing('no')).toBe('POST x failed: no');
});

test('an answer that does not come is given up', async () => {
  const fetch = (_: string, { signal }: RequestInit): Promise<Response> =>
    new Promise((__, reject) => signal?.addEventListener('abort', () => reject(signal.reason as Error)));
  const client = new RestClient({ baseUrl: 'http://host', headers: {}, timeout: 1, fetch });
  await expect(client.post('runs/x', {})).rejects.toThrow(/^no answer to POST runs\/x within 1 ms$/);
});

test.each([
  ['http://host', true],
  ['https://me:pass@host:1/base', true],
  ['ftp://host', false],
  ['host:5000', false],
  ['http://%@host', false],
])('isHttpUrl(%j) is %s', (address, expected) => {
  expect(isHttpUrl(address)).toBe(expected);
});
