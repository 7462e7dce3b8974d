import { Exchange } from './exchange.ts';
import { CLOSING, type Failure } from './failures.ts';
import { createPools } from './pools.ts';
import { createSystemResolver, type Resolver } from './resolver.ts';
import { createAddressGuard } from './rules/addresses.ts';
import { headerFault } from './rules/headers.ts';
import { parseAddress } from './rules/ip-text.ts';
import { isLocalhost, readUrl, type Target } from './rules/urls.ts';
import { blockedDetail, LOCALHOST } from './vetted-addresses.ts';

export interface OutboundRequest {
  /** Requests with one pool key share connections and their cap; e.g. a webhook's id. */
  readonly pool: string;
  /** Connections of that pool at most. */
  readonly connections: number;
  readonly url: string;
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Sent as they are, with Host and Content-Length added; see `headerFault` for what cannot be. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer | null;
  /** Milliseconds for the whole exchange: resolving, connecting, TLS, sending, headers, body. */
  readonly timeoutMs: number;
  readonly verifyTls: boolean;
  /** PEM of a further authority, or null. */
  readonly ca: string | null;
  /** Bytes of the answer's body that are kept, 64 KiB at most; default: 4 KiB. */
  readonly keepBody?: number;
  /** Ends it wherever it is, as `shutting_down`. */
  readonly signal?: AbortSignal;
}

export type OutboundResult =
  | {
      readonly answered: true;
      readonly status: number;
      /** Names in lower case; repeated ones joined by commas. */
      readonly headers: Readonly<Record<string, string>>;
      /** Its first bytes (`keepBody`) as text, never decompressed. */
      readonly body: string;
      readonly durationMs: number;
    }
  | {
      readonly answered: false;
      readonly error: OutboundError;
      /** For a person: no path, query, header or body, neither sent nor received. */
      readonly detail: string;
      readonly durationMs: number;
    };

/**
 * Why there is no answer.
 * - `invalid_url`: the URL breaks a rule of `readUrl`.
 * - `blocked_address`: none of the host's addresses may be reached.
 * - `connection_reset`: closed by the receiver before its answer was complete.
 * - `timeout`: the answer was not complete at the deadline.
 * - `protocol_error`: not HTTP/1.1, or headers beyond 16 KiB; also a header that cannot be sent.
 * - `response_too_large`: `send` does not give it: a body beyond 64 KiB is cut, its status counts.
 */
export type OutboundError =
  | 'invalid_url'
  | 'blocked_address'
  | 'dns_failed'
  | 'connection_refused'
  | 'connection_failed'
  | 'connection_reset'
  | 'tls_failed'
  | 'timeout'
  | 'response_too_large'
  | 'protocol_error'
  | 'shutting_down';

/** The one way out: every call of the hub to an address that somebody configured. */
export interface OutboundClient {
  /**
   * Sends once: no redirect is followed and nothing is sent again. Never rejects; ends at the
   * deadline, whatever the receiver does.
   */
  readonly send: (request: OutboundRequest) => Promise<OutboundResult>;
  /** Why the URL can never be called, or null. No DNS. For validating settings. */
  readonly faultOf: (url: string) => string | null;
  /** Refuses what has not begun, waits for what has (at most its deadline), disconnects. */
  readonly close: () => Promise<void>;
}

export interface OutboundClientOptions {
  /** OUTBOUND_ALLOW_CIDRS. */
  readonly allowCidrs: readonly string[];
  /** Stands for DNS in tests. */
  readonly resolve?: Resolver;
}

/** Throws an Error when one of `allowCidrs` is no network. */
export function createOutboundClient(options: OutboundClientOptions): OutboundClient {
  const guard = createAddressGuard(options.allowCidrs);
  const pools = createPools(guard, options.resolve ?? createSystemResolver());
  const underway = new Set<Exchange>();
  let closed = false;

  /** What is known without DNS; names of this machine count as its addresses. */
  const blockedHost = (host: string): string | null => {
    if (parseAddress(host)) return guard(host);
    return isLocalhost(host) && LOCALHOST.every(guard) ? guard(LOCALHOST[0] ?? '') : null;
  };

  const admit = ({ url, headers, signal }: OutboundRequest): Target | Failure => {
    if (closed || signal?.aborted) return CLOSING;
    const reading = readUrl(url);
    if (!reading.ok) return { error: 'invalid_url', detail: reading.fault };
    const { target } = reading;
    const blocked = blockedHost(target.host);
    if (blocked !== null) {
      return { error: 'blocked_address', detail: blockedDetail(target.host, blocked) };
    }
    const detail = firstFault(headers);
    return detail === null ? target : { error: 'protocol_error', detail };
  };

  return {
    send: async (request) => {
      const target = admit(request);
      if ('error' in target) return { answered: false, ...target, durationMs: 0 };
      const exchange = new Exchange(request, target.path, pools.of(request, target));
      underway.add(exchange);
      try {
        return await exchange.result;
      } finally {
        underway.delete(exchange);
      }
    },
    faultOf: (url) => {
      const reading = readUrl(url);
      if (!reading.ok) return reading.fault;
      const blocked = blockedHost(reading.target.host);
      return blocked === null ? null : blockedDetail(reading.target.host, blocked);
    },
    close: async () => {
      closed = true;
      for (const exchange of underway) exchange.giveUp(CLOSING);
      await Promise.all([...underway].map(({ result }) => result));
      pools.close();
    },
  };
}

function firstFault(headers: Readonly<Record<string, string>>): string | null {
  for (const [name, value] of Object.entries(headers)) {
    const fault = headerFault(name, value);
    if (fault !== null) return fault;
  }
  return null;
}
