import { readFileSync } from 'node:fs';
import type { ConnectionOptions } from 'node:tls';
import type { ClientConfig } from 'pg';

type Setting = (value: string, params: URLSearchParams) => ClientConfig;

const SSL_MODES = ['disable', 'require', 'verify-ca', 'verify-full'];

/** The query parameters that are understood, as libpq means them. */
const PARAMETERS: Readonly<Record<string, Setting>> = {
  host: (host) => ({ host }),
  port: (port) => ({ port: wholeNumber('port', port) }),
  user: (user) => ({ user }),
  password: (password) => ({ password }),
  dbname: (database) => ({ database }),
  application_name: (application_name) => ({ application_name }),
  options: (options) => ({ options }),
  connect_timeout: (seconds) => ({
    connectionTimeoutMillis: wholeNumber('connect_timeout', seconds) * 1_000,
  }),
  channel_binding: (mode) => ({ enableChannelBinding: mode !== 'disable' }),
  sslmode: (mode, params) => ({ ssl: sslFor(mode, params) }),
  sslrootcert: () => ({}),
  sslcert: () => ({}),
  sslkey: () => ({}),
};

/**
 * Reads a `postgres://user:password@host:port/database?…` URL. A server on this machine is reached
 * by `postgres:///database?host=/socket/folder&user=name`. Certificates named in it are read.
 *
 * Throws an Error that says what is wrong and never repeats the URL, which may hold a password.
 */
export function connectionFromUrl(text: string): ClientConfig {
  const { user, rest } = splitUser(text);
  const url = parse(rest);
  const database = decodeURIComponent(url.pathname.slice(1));
  const config: ClientConfig = {
    ...user,
    ...(url.hostname && { host: decodeURIComponent(url.hostname).replace(/^\[|\]$/g, '') }),
    ...(url.port && { port: Number(url.port) }),
    ...(database && { database }),
  };
  for (const [name, value] of url.searchParams) {
    const setting = Object.hasOwn(PARAMETERS, name) ? PARAMETERS[name] : undefined;
    if (!setting) throw new Error(`has the unknown parameter "${name}"; known: ${known()}`);
    Object.assign(config, setting(value, url.searchParams));
  }
  return config;
}

/** The URL of a connection by socket or host; the inverse of {@link connectionFromUrl}. */
export function urlOfConnection(connection: ClientConfig): string {
  const { host = 'localhost', port = 5432, user, password, database = '' } = connection;
  const secret = typeof password === 'string' ? `:${encodeURIComponent(password)}` : '';
  const account = user ? `${encodeURIComponent(user)}${secret}@` : '';
  const path = `/${encodeURIComponent(database)}`;
  return host.startsWith('/')
    ? `postgres://${account}localhost:${port}${path}?host=${encodeURIComponent(host)}`
    : `postgres://${account}${host}:${port}${path}`;
}

/** `user:password@` apart: a URL with them and without a host is one that WHATWG URL refuses. */
function splitUser(text: string): { user: ClientConfig; rest: string } {
  const match = /^(postgres(?:ql)?:\/\/)([^/?#]*)@/.exec(text);
  if (!match) return { user: {}, rest: text };
  const [name = '', ...password] = (match[2] ?? '').split(':');
  const user: ClientConfig = { user: decode(name) };
  if (password.length > 0) user.password = decode(password.join(':'));
  return { user, rest: `${match[1]}${text.slice(match[0].length)}` };
}

function parse(text: string): URL {
  if (!/^postgres(ql)?:\/\//.test(text)) throw new Error('does not begin with postgres://');
  if (!URL.canParse(text)) throw new Error('is not a URL (one host; special characters as %xx)');
  return new URL(text);
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new Error('has a "%" that is not followed by two hex digits (write it as %25)');
  }
}

function sslFor(mode: string, params: URLSearchParams): boolean | ConnectionOptions {
  if (!SSL_MODES.includes(mode)) throw new Error(`has an sslmode other than ${SSL_MODES}`);
  if (mode === 'disable') return false;
  const options: ConnectionOptions = { rejectUnauthorized: mode !== 'require' };
  // verify-ca accepts any name as long as the authority is right.
  if (mode === 'verify-ca') options.checkServerIdentity = () => undefined;
  for (const [name, key] of [
    ['sslrootcert', 'ca'],
    ['sslcert', 'cert'],
    ['sslkey', 'key'],
  ] as const) {
    const path = params.get(name);
    if (path && path !== 'system') options[key] = readFileSync(path, 'utf8');
  }
  return options;
}

function wholeNumber(name: string, value: string): number {
  if (/^\d{1,5}$/.test(value)) return Number(value);
  throw new Error(`has a ${name} that is not a whole number`);
}

function known(): string {
  return Object.keys(PARAMETERS).join(', ');
}
