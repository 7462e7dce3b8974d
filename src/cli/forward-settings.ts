import { resolve } from 'node:path';
import { baseUrl, token as tokenText, wholeNumber } from '../config-values.ts';
import { MINUTE } from '../kernel/time.ts';
import { type ForwardRoute, ROUTES } from './forward/entry.ts';
import { usageFailure } from './outcomes.ts';

/** What the command line and, through it, the environment say; all text. */
export interface ForwardOptions {
  readonly url?: string;
  readonly tenant?: string;
  readonly secretFile?: string;
  readonly integrations?: string;
  readonly apiKeyFile?: string;
  readonly host: string;
  readonly port: string;
  readonly tokenFile?: string;
  readonly spool: string;
  readonly spoolSize: string;
  readonly staleMinutes: string;
  readonly caFile?: string;
}

/** Secrets that come without a file (config `readForwardSecrets`). */
export interface ForwardSecrets {
  readonly secret: string | null;
  readonly apiKey: string | null;
  readonly token: string | null;
}

/** How the hub is to know the sender. */
export type Credential =
  | { readonly kind: 'secret'; readonly secret: string }
  | { readonly kind: 'api_key'; readonly apiKey: string }
  | { readonly kind: 'none' };

/** Where the payloads of a route go. */
export interface Target {
  readonly url: string;
  readonly credential: Credential;
}

export interface ForwardSettings {
  /** Routes without a target are closed. */
  readonly targets: ReadonlyMap<ForwardRoute, Target>;
  readonly host: string;
  readonly port: number;
  /** What senders have to show; null: nothing. */
  readonly token: string | null;
  /** Absolute. */
  readonly spool: string;
  readonly maxBytes: number;
  /** How long (ms) a payload may wait before the forwarder is not ready. */
  readonly staleAfter: number;
  /** PEM. */
  readonly ca: string | null;
}

/** Reads a file as text. */
export type ReadText = (path: string) => string;

const MEBIBYTE = 1024 * 1024;

/** Throws a usage failure that names the setting, what is expected and what came (never secrets). */
export function readForwardSettings(
  options: ForwardOptions,
  secrets: ForwardSecrets,
  readText: ReadText,
): ForwardSettings {
  const fileOf = (flag: string, path: string | undefined) => textOf(flag, path, readText);
  const secret = secrets.secret ?? fileOf('--secret-file', options.secretFile);
  const apiKey = secrets.apiKey ?? fileOf('--api-key-file', options.apiKeyFile);
  const token = secrets.token ?? checkedToken(fileOf('--token-file', options.tokenFile));
  const ca = fileOf('--ca-file', options.caFile);
  if (ca !== null && !ca.includes('BEGIN CERTIFICATE')) {
    throw usageFailure('--ca-file (FORWARD_CA_FILE) must hold certificates in PEM.');
  }
  const targets = new Map<ForwardRoute, Target>();
  const own = ownTarget(options, secret);
  if (own) for (const route of ROUTES) targets.set(route, own);
  for (const [route, target] of integrationTargets(options, apiKey)) targets.set(route, target);
  if (targets.size === 0) throw usageFailure(NO_TARGET);
  return {
    targets,
    host: options.host,
    port: numberOf('--port (FORWARD_PORT)', options.port, 0, 65_535),
    token,
    spool: resolve(options.spool),
    maxBytes:
      numberOf('--spool-size (FORWARD_SPOOL_SIZE)', options.spoolSize, 4, 1_048_576) * MEBIBYTE,
    staleAfter:
      numberOf('--stale-minutes (FORWARD_STALE_MINUTES)', options.staleMinutes, 1, 10_080) * MINUTE,
    ca,
  };
}

const NO_TARGET =
  'Where to forward to is not set: OREMEDY_URL (--url), OREMEDY_TENANT (--tenant) and OREMEDY_SECRET ' +
  '(or --secret-file), or integrations’ URLs in FORWARD_INTEGRATIONS (--integrations).';

/** The tenant's OpenRemedy URL, which takes the payloads of all three tools. */
function ownTarget({ url, tenant }: ForwardOptions, secret: string | null): Target | undefined {
  if (!url && !tenant && !secret) return undefined;
  const base = urlOf('OREMEDY_URL (--url)', url ?? '');
  if (!tenant || !/^[\w-]{1,64}$/.test(tenant)) {
    throw usageFailure(
      `OREMEDY_TENANT (--tenant) must be the slug or id of a tenant, not ${shown(tenant)}.`,
    );
  }
  if (!secret) {
    throw usageFailure(
      'OREMEDY_SECRET (or --secret-file) is not set: the webhook secret of the tenant.',
    );
  }
  const path = `/api/v1/webhooks/alerts/${tenant}`;
  return { url: `${base}${path}`, credential: { kind: 'secret', secret } };
}

const INTEGRATION = /\/api\/v1\/webhooks\/(alertmanager|prometheus|grafana|pagerduty)\/[\w-]+$/;

/** URLs of native integrations; their path says which route they are for. */
function integrationTargets(
  { integrations = '' }: ForwardOptions,
  apiKey: string | null,
): readonly (readonly [ForwardRoute, Target])[] {
  const credential: Credential = apiKey ? { kind: 'api_key', apiKey } : { kind: 'none' };
  const urls = integrations.split(/[\s,]+/).filter((text) => text !== '');
  return urls.map((text) => {
    // The key in it is a secret of sorts, so what came is not repeated.
    const url = urlOf('FORWARD_INTEGRATIONS (--integrations)', text, true);
    const [, format = ''] = INTEGRATION.exec(url) ?? [];
    const word = format === 'prometheus' ? 'alertmanager' : format;
    const route = ROUTES.find((name) => name === word);
    if (route) return [route, { url, credential }] as const;
    throw usageFailure(
      'FORWARD_INTEGRATIONS (--integrations) takes URLs of Alertmanager, Grafana and PagerDuty ' +
        'integrations, which end in /api/v1/webhooks/{alertmanager,grafana,pagerduty}/KEY.',
    );
  });
}

function urlOf(name: string, text: string, isSecret = false): string {
  try {
    return baseUrl(text);
  } catch {
    const given = isSecret ? 'what was given' : shown(text);
    throw usageFailure(`${name} must be a URL such as https://hub.example.com, not ${given}.`);
  }
}

function numberOf(name: string, text: string, min: number, max: number): number {
  try {
    return wholeNumber(min, max)(text.trim());
  } catch (error) {
    const allowed = error instanceof Error ? error.message : String(error);
    throw usageFailure(`${name} must be ${allowed}, not ${shown(text)}.`);
  }
}

function checkedToken(text: string | null): string | null {
  try {
    return text === null ? null : tokenText(text);
  } catch (error) {
    const allowed = error instanceof Error ? error.message : String(error);
    throw usageFailure(`--token-file (FORWARD_TOKEN_FILE) must hold ${allowed}.`);
  }
}

function textOf(flag: string, path: string | undefined, readText: ReadText): string | null {
  if (!path) return null;
  let text: string;
  try {
    text = readText(path).trim();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw usageFailure(`The file of ${flag} cannot be read: ${reason}.`);
  }
  if (text === '') throw usageFailure(`The file of ${flag} is empty: ${path}.`);
  return text;
}

function shown(text: string | undefined): string {
  return text ? JSON.stringify(text.slice(0, 100)) : 'nothing';
}
