import { lookup, Resolver as NameServers } from 'node:dns/promises';
import { setTimeout as sleep } from 'node:timers/promises';

/** All addresses of a name, of both families; rejects, or finds none, where there are none. */
export type Resolver = (hostname: string) => Promise<readonly string[]>;

/** Milliseconds for one question, which is asked twice. */
const QUESTION_TIMEOUT = 2_000;
/** Milliseconds the other family is waited for once one has answered (RFC 8305 §3). */
const RESOLUTION_DELAY = 50;
/** The name servers have answered: no such name, or none of its addresses is of this family. */
const UNKNOWN: ReadonlySet<unknown> = new Set(['ENOTFOUND', 'ENODATA']);

/**
 * Asks the name servers directly, IPv4 addresses first. The system's own way has two threads for
 * all names together, so that two names with dead servers would hold up everybody's calls; only a
 * name that DNS does not know goes there (hosts file, search domains). `servers` stands for the
 * system's.
 */
export function createSystemResolver(servers?: readonly string[]): Resolver {
  return async (hostname) => {
    // Made anew each time: the system's servers are read once, and they may change.
    const dns = new NameServers({ timeout: QUESTION_TIMEOUT, tries: 2 });
    if (servers) dns.setServers(servers);
    const found = await askBoth(dns, hostname);
    if (found.length > 0) return found;
    const known = await lookup(hostname, { all: true });
    return known.map(({ address }) => address);
  };
}

/** Empty where DNS knows no address; rejects where it could not be asked. */
async function askBoth(dns: NameServers, hostname: string): Promise<readonly string[]> {
  const found: string[] = [];
  const questions = [dns.resolve4(hostname), dns.resolve6(hostname)];
  const both = Promise.allSettled(questions.map(async (one) => found.push(...(await one))));
  // A server that drops questions about one family must not cost the other its deadline.
  const enough = Promise.any(questions).then(() => sleep(RESOLUTION_DELAY));
  await Promise.race([both, enough.catch(() => both)]);
  if (found.length > 0) return found.sort(byFamily);
  for (const answer of await both) {
    if (answer.status === 'rejected' && !UNKNOWN.has(answer.reason.code)) throw answer.reason;
  }
  return [];
}

// Where IPv6 leads nowhere, each connection would lose time on it first.
function byFamily(a: string, b: string): number {
  return Number(a.includes(':')) - Number(b.includes(':'));
}
