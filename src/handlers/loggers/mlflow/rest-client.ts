import * as z from 'zod/mini';
import { Refusal } from './refusal';

/** What the platform's `fetch` is used for. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/** A server, and how it is spoken to. */
export interface RestOptions {
  /** The address, perhaps with a user and a password. */
  readonly baseUrl: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Milliseconds that an answer may take. */
  readonly timeout: number;
  readonly fetch: Fetch;
}

/** Refusals that may pass: credentials and rights can be mended on the server, the others are about its load. */
const PASSING: ReadonlySet<number> = new Set([401, 403, 408, 425, 429]);

const refusalSchema = z.object({ error_code: z.string(), message: z._default(z.string(), '') });

/** Speaks to an MLflow server. Calls reject with a {@link Refusal} for what it will never take, and with another error while it is away. */
export class RestClient {
  /** The address without user and password. */
  readonly location: string;
  readonly #options: RestOptions;
  readonly #headers: Headers;

  constructor(options: RestOptions) {
    const { location, username, password } = splitUrl(options.baseUrl);
    this.location = location;
    this.#options = options;
    this.#headers = new Headers();
    // `fetch` refuses an address with a user.
    if (username !== '') this.#headers.set('Authorization', `Basic ${toBase64(`${username}:${password}`)}`);
    for (const [name, value] of Object.entries(options.headers)) this.#headers.set(name, value);
  }

  /** Resolves to the body of the answer. */
  get(path: string, query: Readonly<Record<string, string>>): Promise<unknown> {
    return this.#call('GET', path, `?${new URLSearchParams(query).toString()}`);
  }

  post(path: string, body: object): Promise<unknown> {
    return this.#call('POST', path, '', { type: 'application/json', body: JSON.stringify(body) });
  }

  /** Writes a file. */
  put(path: string, text: string): Promise<unknown> {
    return this.#call('PUT', path, '', { type: 'text/plain; charset=utf-8', body: text });
  }

  async #call(method: string, path: string, query: string, content?: { readonly type: string; readonly body: string }): Promise<unknown> {
    const { timeout, fetch } = this.#options;
    const headers = new Headers(this.#headers);
    if (content !== undefined) headers.set('Content-Type', content.type);
    const signal = AbortSignal.timeout(timeout);
    let response: Response;
    let text: string;
    try {
      response = await fetch(`${this.location}/${path}${query}`, { method, headers, signal, ...(content === undefined ? {} : { body: content.body }) });
      text = await response.text();
    } catch (error) {
      throw new Error(signal.aborted ? `no answer to ${method} ${path} within ${timeout} ms` : `${method} ${path} failed: ${causeOf(error)}`, { cause: error });
    }
    const body = parseJson(text);
    const isFile = method === 'PUT';
    if (response.ok && (body !== undefined || isFile)) return body;
    const { status } = response;
    const answer = `${method} ${path} was answered with ${status}`;
    const said = z.safeParse(refusalSchema, body);
    const { error_code: code, message } = said.data ?? { error_code: '', message: '' };
    const complaint = said.success ? `${answer} ${code}: ${message}` : `${answer}, and not in the words of MLflow`;
    // A place for files that is set up wrongly fails again and again, and must not keep everything else from arriving.
    if (isFile && status === 500) throw new Refusal(code, complaint);
    // What is not in MLflow's words comes from something else at this address, such as a proxy before a server that is away.
    throw said.success && status < 500 && !PASSING.has(status) ? new Refusal(code, complaint) : new Error(complaint);
  }
}

/** Whether a client can be made for this address. */
export function isHttpUrl(address: string): boolean {
  try {
    return /^https?:/.test(splitUrl(address).location);
  } catch {
    return false;
  }
}

function splitUrl(address: string): { location: string; username: string; password: string } {
  const url = new URL(address);
  const [username, password] = [decodeURIComponent(url.username), decodeURIComponent(url.password)];
  url.username = url.password = url.search = url.hash = '';
  return { location: url.href.replace(/\/+$/, ''), username, password };
}

/** Base64 of the text's UTF-8; `btoa` takes bytes only. */
function toBase64(text: string): string {
  return btoa(String.fromCodePoint(...new TextEncoder().encode(text)));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const errorSchema = z.object({ message: z.string(), name: z.string(), code: z.optional(z.string()) });

/** `fetch` says only that it failed; the reason is in the cause, whose own message may be empty. */
function causeOf(error: unknown): string {
  const hasCause = typeof error === 'object' && error !== null && 'cause' in error && error.cause !== undefined;
  const cause = hasCause ? error.cause : error;
  const said = z.safeParse(errorSchema, cause);
  if (!said.success) return String(cause);
  const { message, code, name } = said.data;
  return message === '' ? (code ?? name) : message;
}
