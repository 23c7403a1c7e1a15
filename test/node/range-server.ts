import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** How the server answers one request; later requests than there are answers get the last one. */
export interface Answer {
  /** Breaks the connection after so many bytes of the body. */
  readonly cutAfter?: number;
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Ignores a range, as many servers do. */
  readonly noRanges?: boolean;
  /** Begins a partial answer at another byte than asked for. */
  readonly wrongStart?: number;
  readonly content?: Uint8Array;
  readonly etag?: string | null;
  /** Sends the head and then nothing. */
  readonly hang?: boolean;
  /** Leaves the length out and sends only so many bytes, then ends in order. */
  readonly short?: number;
}

/** A loopback server with one file, which misbehaves as told. */
export class RangeServer {
  /** Values of the Range header, one a request. */
  readonly ranges: (string | undefined)[] = [];
  readonly #server: Server;
  readonly #content: Uint8Array;
  readonly #answers: readonly Answer[];

  private constructor(content: Uint8Array, answers: readonly Answer[]) {
    this.#content = content;
    this.#answers = answers;
    this.#server = createServer((request, response) => this.#answer(request, response));
  }

  static async start(content: Uint8Array, answers: readonly Answer[] = [{}]): Promise<RangeServer> {
    const server = new RangeServer(content, answers);
    await new Promise<void>((resolve) => server.#server.listen(0, '127.0.0.1', resolve));
    return server;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/file.bin`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const answer = this.#answers[Math.min(this.ranges.length, this.#answers.length - 1)] ?? {};
    this.ranges.push(request.headers.range);
    const content = answer.content ?? this.#content;
    const etag = answer.etag === undefined ? '"one"' : answer.etag;
    if (etag !== null) response.setHeader('etag', etag);
    for (const [name, value] of Object.entries(answer.headers ?? {})) response.setHeader(name, value);
    if (answer.status !== undefined) {
      response.writeHead(answer.status).end('no');
      return;
    }
    const asked = /^bytes=(\d+)-$/.exec(request.headers.range ?? '');
    const ranged = asked !== null && answer.noRanges !== true && (request.headers['if-range'] === undefined || request.headers['if-range'] === etag);
    const start = ranged ? (answer.wrongStart ?? Number(asked[1])) : 0;
    if (start >= content.length && ranged) {
      response.writeHead(416, { 'content-range': `bytes */${content.length}` }).end();
      return;
    }
    const body = content.subarray(start);
    if (answer.short === undefined) response.setHeader('content-length', body.length);
    if (ranged) response.setHeader('content-range', `bytes ${start}-${content.length - 1}/${content.length}`);
    response.writeHead(ranged ? 206 : 200);
    if (answer.hang === true) {
      response.flushHeaders();
    } else if (answer.cutAfter !== undefined) {
      response.write(body.subarray(0, answer.cutAfter), () => response.destroy());
    } else {
      response.end(body.subarray(0, answer.short));
    }
  }
}
