import { isIP } from 'node:net';

/** Reads one value; throws an Error whose message is what is allowed. */
export type Parse<T> = (text: string) => T;

/** How one variable is read. */
export interface Variable<T> {
  readonly name: string;
  readonly fallback: T;
  readonly parse: Parse<T>;
  /** What came is not repeated in messages. */
  readonly secret?: boolean;
}

/** Reads variables and collects what is wrong, so that one message names every mistake. */
export interface Reader {
  readonly read: <T>(variable: Variable<T>) => T;
  readonly refuse: (name: string, allowed: string, given?: string) => void;
  readonly problems: readonly string[];
}

export function createReader(env: NodeJS.ProcessEnv): Reader {
  const problems: string[] = [];
  const refuse = (name: string, allowed: string, given = 'nothing') => {
    problems.push(`${name}: ${given} was given; allowed: ${allowed}`);
  };
  function read<T>({ name, fallback, parse, secret }: Variable<T>): T {
    // Compose files and unit files pass what is not set as empty.
    const text = env[name]?.trim() ?? '';
    if (text === '') return fallback;
    try {
      return parse(text);
    } catch (error) {
      const given = secret ? 'a value (not shown)' : JSON.stringify(text.slice(0, 100));
      refuse(name, error instanceof Error ? error.message : String(error), given);
      return fallback;
    }
  }
  return { read, refuse, problems };
}

/** A whole number in a range, both ends included. */
export function wholeNumber(min: number, max: number): Parse<number> {
  return (text) => {
    const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
    if (value >= min && value <= max) return value;
    throw new Error(`a whole number from ${min} to ${max}`);
  };
}

/** One of a few words. */
export function oneOf<const T extends string>(words: readonly T[]): Parse<T> {
  return (text) => {
    const word = words.find((candidate) => candidate === text.toLowerCase());
    if (word !== undefined) return word;
    throw new Error(words.join(', '));
  };
}

/** Any text without spaces: host names, model names. */
export function word(text: string): string {
  if (/^\S+$/.test(text)) return text;
  throw new Error('one word without spaces');
}

/** A URL of one of the schemes, without a trailing slash. */
export function urlOf(...schemes: readonly string[]): Parse<string> {
  return (text) => {
    const url = URL.canParse(text) ? new URL(text) : undefined;
    if (url?.host && schemes.includes(url.protocol.slice(0, -1))) return text.replace(/\/+$/, '');
    throw new Error(`a URL beginning with ${schemes.map((scheme) => `${scheme}://`).join(' or ')}`);
  };
}

/** The same for the base of links: nothing may follow the path. */
export function baseUrl(text: string): string {
  const url = urlOf('http', 'https')(text);
  const { search, hash, username } = new URL(url);
  if (search || hash || username) {
    throw new Error('a URL without user, "?" and "#", such as https://hub.example.com');
  }
  return url;
}

/** A comma-separated list of addresses (10.0.0.1, fd00::1) and networks (10.0.0.0/8). */
export function cidrs(text: string): readonly string[] {
  const items = text.split(',').map((item) => item.trim());
  if (items.every(isCidr)) return items;
  throw new Error('addresses and networks, separated by commas, such as 10.0.0.0/8,fd00::/8');
}

function isCidr(text: string): boolean {
  const [address = '', bits, ...rest] = text.split('/');
  const family = isIP(address);
  if (family === 0 || rest.length > 0) return false;
  return (
    bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128))
  );
}

/** `off`, a number of proxies, or the proxies' addresses; never "anybody". */
export function trustedProxies(text: string): false | number | readonly string[] {
  if (/^(off|false|0)$/i.test(text)) return false;
  if (/^\d+$/.test(text)) return wholeNumber(1, 10)(text);
  const names = ['loopback', 'linklocal', 'uniquelocal'];
  const items = text.split(',').map((item) => item.trim());
  if (items.every((item) => names.includes(item) || isCidr(item))) return items;
  throw new Error(
    `off, a number of proxies from 1 to 10, or a list of addresses, networks, ${names.join(', ')}`,
  );
}

/** 32 bytes as 64 hex digits or as base64. */
export function secretKey(text: string): Buffer {
  if (/^[0-9a-f]{64}$/i.test(text)) return Buffer.from(text, 'hex');
  if (/^[A-Za-z0-9+/_-]{43}=?$/.test(text)) return Buffer.from(text, 'base64');
  throw new Error('32 bytes as base64 or as 64 hex digits (openssl rand -base64 32)');
}

/** Secret keys, separated by commas. */
export function secretKeys(text: string): readonly Buffer[] {
  return text.split(',').map((item) => secretKey(item.trim()));
}

/** A token for the Authorization header, long enough not to be guessed. */
export function token(text: string): string {
  if (/^[\x21-\x7e]{16,200}$/.test(text)) return text;
  throw new Error('16 to 200 visible ASCII characters (openssl rand -hex 32)');
}
