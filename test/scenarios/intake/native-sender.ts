import { readFileSync } from 'node:fs';
import type { NewIntegration } from '../../../src/tenants/integration-schemas.ts';
import type { HubReply, HubRig } from '../../hub-rig.ts';
import { bytesOf, hmac } from '../../intake-rig.ts';

/** A sender of one native format, with an integration of its own, in a tenant of its own. */
export interface NativeSender {
  readonly apiKey: string;
  readonly integration: NewIntegration & { readonly path: string };
  /** Sends a body under headers that are made from its exact bytes. */
  readonly send: (
    body: unknown,
    headers: (bytes: Buffer) => Record<string, string>,
  ) => Promise<HubReply>;
  /** The tenant's only incident, in full. */
  // biome-ignore lint/suspicious/noExplicitAny: compared field by field
  readonly incident: () => Promise<any>;
  // biome-ignore lint/suspicious/noExplicitAny: compared field by field
  readonly receipts: () => Promise<any[]>;
  /** Replaces the secret; the last one stays valid for a while. */
  readonly rotate: () => Promise<string>;
}

export async function openSender(
  rig: HubRig,
  format: string,
  settings: Record<string, unknown> = {},
): Promise<NativeSender> {
  const { apiKey } = await rig.createTenant(`${format}-${++tenants}`);
  const integration = await rig.createIntegration(apiKey, { format, settings });
  const base = `/integrations/${integration.id}`;
  return {
    apiKey,
    integration,
    send: (body, headers) => {
      const bytes = bytesOf(body);
      return rig.post(integration.path, bytes, headers(bytes));
    },
    incident: async () => {
      const [first, ...more] = await rig.incidents(apiKey);
      if (!first || more.length > 0) throw new Error(`There are ${more.length} incidents more.`);
      return rig.incident(apiKey, first.id);
    },
    receipts: async () => (await rig.api(apiKey, 'GET', `${base}/receipts`)).data,
    rotate: async () => (await rig.api(apiKey, 'POST', `${base}/rotate-secret`, {})).secret,
  };
}

let tenants = 0;

/** The input of a fixture, which the format's own tests compare with what it becomes. */
// biome-ignore lint/suspicious/noExplicitAny: payloads of many shapes
export function fixture(format: string, name: string): any {
  const file = `../../../src/intake/formats/${format}/fixtures/${name}.json`;
  return JSON.parse(readFileSync(new URL(file, import.meta.url), 'utf8')).body;
}

/** Headers with the HMAC of the body in hex, `prefix` before it. */
export const signedBy =
  (header: string, secret: string | null, prefix = '') =>
  (bytes: Buffer): Record<string, string> => ({ [header]: prefix + hmac(secret ?? '', bytes) });
