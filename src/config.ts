import { resolve } from 'node:path';
import type { ClientConfig } from 'pg';
import {
  baseUrl,
  cidrs,
  createReader,
  oneOf,
  type Reader,
  secretKey,
  secretKeys,
  token,
  trustedProxies,
  urlOf,
  wholeNumber,
  word,
} from './config-values.ts';
import { connectionFromUrl } from './store/connection-url.ts';

const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;

/** An OpenAI-compatible server for triage. */
export interface LlmConfig {
  readonly baseUrl: string;
  readonly apiKey: string | null;
  readonly model: string;
  /** Calls at once, of this process. */
  readonly calls: number;
}

/** An OpenID provider people may sign in with. */
export interface OidcConfig {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly name: string;
}

/** Every setting of the hub, validated. `null` where a variable is unset and has no default. */
export interface Config {
  /** `NODE_ENV=production`: nothing that must be kept is generated beside an external database. */
  readonly production: boolean;
  /** `HOST` (0.0.0.0) and `PORT` (8080): where to listen; port 0 takes a free one. */
  readonly host: string;
  readonly port: number;
  /** `TOCSIN_URL`: base of links, no slash at its end. `null`: http://localhost and the port. */
  readonly publicUrl: string | null;
  /** `TOCSIN_DATA` (./data), absolute: embedded database, generated keys, snapshots. */
  readonly dataDir: string;
  /** `DATABASE_URL`: PostgreSQL 15 or newer. `null`: the embedded one in the data folder. */
  readonly database: ClientConfig | null;
  /** `TOCSIN_SECRET_KEY`: 32 bytes that seal stored secrets. `null`: see keys.ts. */
  readonly secretKey: Buffer | null;
  /** `TOCSIN_SECRET_KEY_PREVIOUS` (none): keys that still open what was sealed under them. */
  readonly previousSecretKeys: readonly Buffer[];
  /** `TOCSIN_ROOT_TOKEN`: the operator's bearer token. `null`: see keys.ts. */
  readonly rootToken: string | null;
  /** `TRUST_PROXY` (off): which proxies may set X-Forwarded-For; a number counts them. */
  readonly trustProxy: false | number | readonly string[];
  /** `SMTP_URL` and `MAIL_FROM`; without the first, mail is logged instead of sent. */
  readonly smtpUrl: string | null;
  readonly mailFrom: string | null;
  /** `OUTBOUND_ALLOW_CIDRS` (none): private networks that outbound calls may reach. */
  readonly outboundAllowCidrs: readonly string[];
  /** `OUTBOUND_ADDRESSES` (none): where this hub calls from; receivers may allow only these. */
  readonly outboundAddresses: readonly string[];
  /** `OIDC_ISSUER`, `OIDC_CLIENT_ID`, `OIDC_CLIENT_SECRET`, `OIDC_NAME` (Single sign-on). */
  readonly oidc: OidcConfig | null;
  /** `LLM_BASE_URL`, `LLM_MODEL`, `LLM_API_KEY`, `LLM_CALLS` (2). `null`: triage by rules only. */
  readonly llm: LlmConfig | null;
  /** `OTEL_EXPORTER_OTLP_ENDPOINT`: where traces go. */
  readonly otlpEndpoint: string | null;
  /** `LOG_LEVEL` (info). */
  readonly logLevel: (typeof LOG_LEVELS)[number];
  /** `TOCSIN_INTAKE_LANES` (2), 1–8: connections that commit alerts; more help with slow disks. */
  readonly intakeLanes: number;
}

/** Settings are read from here and nowhere else. Throws an Error that lists every wrong one. */
export function readConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const reader = createReader(env);
  const { read } = reader;
  const config: Config = {
    production: env.NODE_ENV === 'production',
    host: read({ name: 'HOST', fallback: '0.0.0.0', parse: word }),
    port: read({ name: 'PORT', fallback: 8080, parse: wholeNumber(0, 65_535) }),
    publicUrl: read({ name: 'TOCSIN_URL', fallback: null, parse: baseUrl }),
    dataDir: read({ name: 'TOCSIN_DATA', fallback: resolve('data'), parse: resolve }),
    trustProxy: read({ name: 'TRUST_PROXY', fallback: false, parse: trustedProxies }),
    mailFrom: read({ name: 'MAIL_FROM', fallback: null, parse: String }),
    outboundAllowCidrs: read({ name: 'OUTBOUND_ALLOW_CIDRS', fallback: [], parse: cidrs }),
    outboundAddresses: read({ name: 'OUTBOUND_ADDRESSES', fallback: [], parse: cidrs }),
    otlpEndpoint: read({
      name: 'OTEL_EXPORTER_OTLP_ENDPOINT',
      fallback: null,
      parse: urlOf('http', 'https'),
    }),
    logLevel: read({ name: 'LOG_LEVEL', fallback: 'info', parse: oneOf(LOG_LEVELS) }),
    intakeLanes: read({ name: 'TOCSIN_INTAKE_LANES', fallback: 2, parse: wholeNumber(1, 8) }),
    llm: readLlm(reader),
    oidc: readOidc(reader),
    ...readSecrets(reader),
  };
  if (config.production && config.database && !config.secretKey) {
    const set = env.TOCSIN_SECRET_KEY?.trim();
    if (!set) reader.refuse('TOCSIN_SECRET_KEY', 'with DATABASE_URL in production it must be set');
  }
  if (config.smtpUrl && !config.mailFrom) {
    reader.refuse('MAIL_FROM', 'a sender such as "Hub <hub@example.com>", because SMTP_URL is set');
  }
  if (reader.problems.length === 0) return config;
  throw new Error(`The configuration is not valid:\n  ${reader.problems.join('\n  ')}`);
}

function readSecrets({ read }: Reader) {
  return {
    database: read<ClientConfig | null>({
      name: 'DATABASE_URL',
      fallback: null,
      parse: databaseUrl,
      secret: true,
    }),
    secretKey: read<Buffer | null>({
      name: 'TOCSIN_SECRET_KEY',
      fallback: null,
      parse: secretKey,
      secret: true,
    }),
    previousSecretKeys: read<readonly Buffer[]>({
      name: 'TOCSIN_SECRET_KEY_PREVIOUS',
      fallback: [],
      parse: secretKeys,
      secret: true,
    }),
    rootToken: read<string | null>({
      name: 'TOCSIN_ROOT_TOKEN',
      fallback: null,
      parse: token,
      secret: true,
    }),
    smtpUrl: read<string | null>({
      name: 'SMTP_URL',
      fallback: null,
      parse: urlOf('smtp', 'smtps'),
      secret: true,
    }),
  };
}

function readLlm({ read, refuse }: Reader): LlmConfig | null {
  const url = read({ name: 'LLM_BASE_URL', fallback: null, parse: urlOf('http', 'https') });
  const model = read({ name: 'LLM_MODEL', fallback: null, parse: word });
  const apiKey = read({ name: 'LLM_API_KEY', fallback: null, parse: word, secret: true });
  const calls = read({ name: 'LLM_CALLS', fallback: 2, parse: wholeNumber(1, 20) });
  if (url === null) return null;
  if (model === null) refuse('LLM_MODEL', 'the name of a model, because LLM_BASE_URL is set');
  return { baseUrl: url, apiKey, model: model ?? '', calls };
}

function readOidc({ read, refuse }: Reader): OidcConfig | null {
  const issuer = read({ name: 'OIDC_ISSUER', fallback: null, parse: urlOf('http', 'https') });
  const clientId = read({ name: 'OIDC_CLIENT_ID', fallback: null, parse: word });
  const secret = { name: 'OIDC_CLIENT_SECRET', fallback: null, parse: word, secret: true };
  const clientSecret = read<string | null>(secret);
  const name = read({ name: 'OIDC_NAME', fallback: 'Single sign-on', parse: String });
  if (issuer === null) return null;
  const because = 'as the provider gave it, because OIDC_ISSUER is set';
  if (clientId === null) refuse('OIDC_CLIENT_ID', because);
  if (clientSecret === null) refuse('OIDC_CLIENT_SECRET', because);
  return { issuer, clientId: clientId ?? '', clientSecret: clientSecret ?? '', name };
}

function databaseUrl(text: string): ClientConfig {
  try {
    return connectionFromUrl(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`postgres://user:password@host:5432/database (what was given ${reason})`);
  }
}

/**
 * Secrets of `tocsin forward`, none of which can be a flag, because everybody on a host may list its
 * processes: `OREMEDY_SECRET` (also `OPENREMEDY_WEBHOOK_SECRET`, as seed 004's adapter has it), the
 * tenant's webhook secret; `FORWARD_API_KEY`, for integrations' own URLs; `FORWARD_TOKEN`, what
 * senders show to the forwarder. `null` where unset. Its other settings are flags (cli/program.ts).
 */
export function readForwardSecrets(env: NodeJS.ProcessEnv = process.env) {
  const { read, problems } = createReader(env);
  const text = (name: string, parse: (text: string) => string) =>
    read<string | null>({ name, fallback: null, parse, secret: true });
  const secrets = {
    secret: text('OREMEDY_SECRET', String) ?? text('OPENREMEDY_WEBHOOK_SECRET', String),
    apiKey: text('FORWARD_API_KEY', word),
    token: text('FORWARD_TOKEN', token),
  };
  if (problems.length === 0) return secrets;
  throw new Error(`The configuration is not valid:\n  ${problems.join('\n  ')}`);
}

/** A variable that a person names, such as one that a configuration file takes a secret from. */
export function readVariable(name: string, env: NodeJS.ProcessEnv = process.env) {
  return Object.hasOwn(env, name) ? env[name] : undefined;
}
