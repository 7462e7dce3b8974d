import { readdirSync, readFileSync } from 'node:fs';
import { signatureValue } from '../../../src/ingress/signatures.ts';
import type { Format } from '../../../src/intake/format.ts';
import { FORMATS } from '../../../src/intake/formats.ts';
import type { HubRig } from '../../hub-rig.ts';
import { hmac } from '../../intake-rig.ts';
import { openTargets } from './targets.ts';

/** One intake URL with what it takes to be let in. */
export interface Url {
  readonly path: string;
  readonly format: string;
  readonly credentials: (body: Buffer) => Record<string, string>;
}

/** The input of a fixture, and the headers its sender sends. */
export interface FixtureInput {
  readonly format: string;
  readonly file: string;
  readonly body: unknown;
  readonly headers: Record<string, string>;
}

/** The inputs of all fixtures of all formats. */
export const FIXTURES: readonly FixtureInput[] = FORMATS.flatMap(({ name }) => {
  const folder = new URL(`../../../src/intake/formats/${name}/fixtures/`, import.meta.url);
  return readdirSync(folder).map((file) => {
    const { body, raw, context } = JSON.parse(readFileSync(new URL(file, folder), 'utf8'));
    return { format: name, file, body: body ?? raw, headers: context?.headers ?? {} };
  });
});

/** A URL of every format with the right credentials, whatever formats there are. */
export async function knownUrls(rig: HubRig): Promise<readonly Url[]> {
  const { tenant, ...targets } = await openTargets(rig);
  const known: Url[] = Object.values(targets);
  const covered = new Set(known.map(({ format }) => format));
  for (const format of FORMATS) {
    if (!covered.has(format.name)) known.push(await urlOf(rig, tenant.apiKey, format));
  }
  return [...known, ...(await carriedUrls(rig, tenant.apiKey))];
}

/** The addresses that clients of other systems know, with the key where theirs belongs. */
async function carriedUrls(rig: HubRig, apiKey: string): Promise<readonly Url[]> {
  const keyOf = async (format: string) =>
    (await rig.createIntegration(apiKey, { format })).key ?? '';
  const authorization = `GenieKey ${await keyOf('opsgenie')}`;
  const opsgenie = [
    '',
    ...['close', 'acknowledge', 'notes', 'snooze'].map((name) => `/cpu/${name}`),
  ];
  const push = `/event/push/alert/standard?integration_key=${await keyOf('flashduty')}`;
  return [
    ...opsgenie.map((path) => ({
      path: `/v2/alerts${path}`,
      format: 'opsgenie',
      credentials: () => ({ authorization }),
    })),
    { path: push, format: 'flashduty', credentials: () => ({}) },
  ];
}

async function urlOf(rig: HubRig, apiKey: string, { name, auth }: Format): Promise<Url> {
  // Nobody here has a vendor's private key.
  const settings = auth.kind === 'message' ? { settings: { signature: 'off' as const } } : {};
  const { path, secret } = await rig.createIntegration(apiKey, { format: name, ...settings });
  const credentials: Url['credentials'] = (body) => {
    if (auth.kind !== 'hmac') return { authorization: `Bearer ${apiKey}` };
    const [header = ''] = auth.headers;
    return { [header]: signatureValue(auth.prefix, hmac(secret ?? '', body)) };
  };
  return { path, format: name, credentials };
}
