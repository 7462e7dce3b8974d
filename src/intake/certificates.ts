import { type Clock, DAY, type Instant, SECOND } from '../kernel/time.ts';
import type { OutboundClient } from '../outbound/client.ts';

/** Certificates of senders, by the address where they are published. */
export interface Certificates {
  /** PEM; undefined: it cannot be had at the moment. Never rejects; takes five seconds at most. */
  readonly get: (url: string) => Promise<string | undefined>;
}

export interface CertificatesDeps {
  readonly outbound: Pick<OutboundClient, 'send'>;
  readonly clock: Clock;
}

/** SNS gives a request up after 15 seconds, and sends again what is answered by a 503. */
const DEADLINE = 5 * SECOND;
const KEPT_FOR = DAY;
const MISSING_FOR = 10 * SECOND;
const MOST_KEPT = 100;
/** An address costs whoever knows a webhook's URL nothing to make up. */
const MOST_AT_ONCE = 4;

interface Held {
  readonly certificate: string | undefined;
  readonly until: Instant;
}

/**
 * Fetches by the guarded client and remembers, absence too. Only addresses that a format has vetted
 * come here. All who ask for one at the same time wait for the same answer.
 */
export function createCertificates({ outbound, clock }: CertificatesDeps): Certificates {
  const held = new Map<string, Held>();
  const underway = new Map<string, Promise<string | undefined>>();

  const fetchOne = async (url: string): Promise<string | undefined> => {
    const result = await outbound.send({
      pool: 'certificates',
      connections: MOST_AT_ONCE,
      url,
      method: 'GET',
      headers: { 'user-agent': 'Tocsin' },
      body: null,
      timeoutMs: DEADLINE,
      verifyTls: true,
      ca: null,
    });
    const fine = result.answered && result.status === 200 && result.body.includes('CERTIFICATE');
    const certificate = fine ? result.body : undefined;
    held.delete(url);
    held.set(url, { certificate, until: clock() + (fine ? KEPT_FOR : MISSING_FOR) });
    const oldest = held.keys().next();
    if (held.size > MOST_KEPT && !oldest.done) held.delete(oldest.value);
    return certificate;
  };

  return {
    get: async (url) => {
      const known = held.get(url);
      if (known && clock() < known.until) return known.certificate;
      const flight = underway.get(url);
      if (flight) return flight;
      if (underway.size >= MOST_AT_ONCE) return undefined;
      const fresh = fetchOne(url).finally(() => underway.delete(url));
      underway.set(url, fresh);
      return fresh;
    },
  };
}
