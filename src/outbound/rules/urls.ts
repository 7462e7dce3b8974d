import { portAllowed } from './ports.ts';

/** What a connection and a request line need of a URL. */
export interface Target {
  /** `https://hooks.example:8443`, as URL origins are written; tells connections apart. */
  readonly origin: string;
  readonly tls: boolean;
  /** Name or address: lower case, without brackets and without a dot at the end. */
  readonly host: string;
  readonly port: number;
  /** Path and query; the fragment stays here. */
  readonly path: string;
}

export type UrlReading =
  | { readonly ok: true; readonly target: Target }
  | { readonly ok: false; readonly fault: string };

// The URL parser drops these silently; what is stored should be what is called.
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const INVISIBLE = /[\u0000-\u0020\u007f]/;

/**
 * Reads the URL of an outbound call. The WHATWG parser has brought every notation of an IPv4 host
 * (decimal, octal, hex, short, full-width and circled digits) to four decimal octets, and refuses
 * zone ids. Faults repeat nothing of the URL but its port.
 */
export function readUrl(text: string): UrlReading {
  if (INVISIBLE.test(text)) return fault('a URL has no spaces and no control characters');
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null) return fault('not a URL such as https://hooks.example.com/path');
  if (url.protocol !== 'https:' && url.protocol !== 'http:') {
    return fault('only http and https URLs can be called');
  }
  if (url.username !== '' || url.password !== '') {
    return fault('user and password do not belong in the URL; send a header instead');
  }
  return readTarget(url);
}

function readTarget(url: URL): UrlReading {
  const bare = url.hostname.replace(/\.$/, '');
  if (bare === '') return fault('the URL names no host');
  const tls = url.protocol === 'https:';
  const port = url.port === '' ? (tls ? 443 : 80) : Number(url.port);
  if (!portAllowed(port)) {
    return fault(`port ${port} is not allowed; 80, 443 and most from 1024 on are`);
  }
  const target: Target = {
    origin: `${url.protocol}//${bare}${url.port === '' ? '' : `:${url.port}`}`,
    tls,
    host: bare.replace(/^\[|\]$/g, ''),
    port,
    path: url.pathname + url.search,
  };
  return { ok: true, target };
}

/** Names that mean this machine, whatever DNS says (RFC 6761 §6.3). */
export function isLocalhost(host: string): boolean {
  return host === 'localhost' || host.endsWith('.localhost');
}

function fault(text: string): UrlReading {
  return { ok: false, fault: text };
}
