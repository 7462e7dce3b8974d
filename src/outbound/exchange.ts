import type { Dispatcher } from 'undici';
import type { OutboundRequest, OutboundResult } from './client.ts';
import type { Connection, ConnectionPool, Waiter } from './connection-pool.ts';
import { CLOSING, type Failure, failureOf } from './failures.ts';

/** Bytes of a body that are read at most; the rest says nothing that anybody needs. */
const MOST_BODY = 65_536;
/** Bytes of it that are kept as text unless the request says otherwise. */
const KEPT_BODY = 4_096;
const MOST_HEADERS = 200;

/** One request on its way: waits for a connection, is sent, and is settled exactly once. */
export class Exchange implements Waiter, Dispatcher.DispatchHandler {
  readonly result: Promise<OutboundResult>;
  readonly #request: OutboundRequest;
  readonly #path: string;
  readonly #pool: ConnectionPool;
  readonly #startedAt = performance.now();
  readonly #timer: NodeJS.Timeout;
  readonly #resolve: (result: OutboundResult) => void;
  #connection: Connection | null = null;
  #sent = false;
  #settled = false;
  #status = 0;
  #headers: Record<string, string> = {};
  #received = 0;
  readonly #keep: number;
  readonly #kept: Buffer[] = [];
  readonly #onAbort = () => this.#fail(CLOSING);

  constructor(request: OutboundRequest, path: string, pool: ConnectionPool) {
    const { promise, resolve } = Promise.withResolvers<OutboundResult>();
    this.result = promise;
    this.#resolve = resolve;
    this.#request = request;
    this.#path = path;
    this.#pool = pool;
    this.#keep = Math.min(request.keepBody ?? KEPT_BODY, MOST_BODY);
    request.signal?.addEventListener('abort', this.#onAbort);
    this.#timer = setTimeout(() => this.#timeOut(), request.timeoutMs);
    pool.enter(this);
  }

  /** Ends it unless bytes may already be on their way. */
  giveUp(failure: Failure): void {
    if (!this.#sent) this.#fail(failure);
  }

  begin(connection: Connection): void {
    this.#connection = connection;
    const { method, headers, body } = this.#request;
    connection.dispatch({ path: this.#path, method, headers, body }, this);
  }

  onRequestStart(): void {
    this.#sent = true;
  }

  onResponseStart(
    controller: Dispatcher.DispatchController,
    status: number,
    headers: Readonly<Record<string, string | string[] | undefined>>,
  ): void {
    // Hints before the answer (RFC 9110 §15.2).
    if (status < 200) return;
    const { rawHeaders } = controller;
    // Names and values in turn.
    if (Array.isArray(rawHeaders) && rawHeaders.length > 2 * MOST_HEADERS) {
      this.#fail({ error: 'protocol_error', detail: 'the answer has too many headers' });
      return;
    }
    this.#status = status;
    this.#headers = flatten(headers);
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    const room = this.#keep - this.#received;
    // A copy: the chunk is a view of a buffer many times its size.
    if (room > 0) this.#kept.push(Buffer.from(chunk.subarray(0, room)));
    this.#received += chunk.length;
    if (this.#received > MOST_BODY) this.#answer(false);
  }

  onResponseEnd(): void {
    this.#answer(true);
  }

  onResponseError(_controller: unknown, error: Error): void {
    const { error: kind, detail } = failureOf(error);
    const after = this.#status === 0 ? '' : ` after the status ${this.#status}`;
    this.#fail({ error: kind, detail: detail + after });
  }

  #timeOut(): void {
    this.#fail({
      error: 'timeout',
      detail: `${this.#missing()} within ${this.#request.timeoutMs} ms`,
    });
  }

  #missing(): string {
    if (this.#connection === null) return 'no connection became free';
    if (!this.#sent) return 'no connection';
    return this.#status === 0
      ? 'no answer'
      : `the body after the status ${this.#status} did not end`;
  }

  #answer(whole: boolean): void {
    const body = textOf(Buffer.concat(this.#kept), this.#received > this.#keep);
    this.#settle(whole, (durationMs) => ({
      answered: true,
      status: this.#status,
      headers: this.#headers,
      body,
      durationMs,
    }));
  }

  #fail(failure: Failure): void {
    this.#settle(false, (durationMs) => ({ answered: false, ...failure, durationMs }));
  }

  #settle(whole: boolean, render: (durationMs: number) => OutboundResult): void {
    if (this.#settled) return;
    this.#settled = true;
    clearTimeout(this.#timer);
    this.#request.signal?.removeEventListener('abort', this.#onAbort);
    this.#resolve(render(Math.round(performance.now() - this.#startedAt)));
    if (this.#connection) this.#connection.release(whole);
    else this.#pool.leave(this);
  }
}

/** Repeated headers joined as RFC 9110 §5.3 does. */
function flatten(headers: Readonly<Record<string, string | string[] | undefined>>) {
  const entries = Object.entries(headers).map(([name, value]) => [
    name,
    Array.isArray(value) ? value.join(', ') : (value ?? ''),
  ]);
  return Object.fromEntries(entries) as Record<string, string>;
}

/** UTF-8 with what is not UTF-8 replaced; a character that the cut went through is left out. */
function textOf(bytes: Buffer, isCut: boolean): string {
  return isCut
    ? new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes, { stream: true })
    : bytes.toString();
}
