import type { Rig } from './rig.ts';

export interface GenericIntegration {
  readonly id: string;
  readonly secret: string;
}

/** Gives the default tenant's generic webhook a secret: from then on a signature is required. */
export async function requireSignature(rig: Rig): Promise<GenericIntegration> {
  const list = await ask(rig, 'GET', '/api/v1/integrations?limit=200');
  const { data } = list as { data: { id: string; format: string; implicit: boolean }[] };
  const generic = data.find(({ format, implicit }) => implicit && format === 'regen');
  if (!generic) throw new Error('The default tenant has no generic integration.');
  const path = `/api/v1/integrations/${generic.id}/rotate-secret`;
  const { secret } = (await ask(rig, 'POST', path, { overlap_seconds: 0 })) as { secret: string };
  return { id: generic.id, secret };
}

async function ask(rig: Rig, method: string, path: string, body?: unknown): Promise<unknown> {
  const response = await fetch(`${rig.hub().url}${path}`, {
    method,
    headers: {
      authorization: `Bearer ${rig.rootToken}`,
      'x-tenant': 'default',
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (response.ok) return JSON.parse(text);
  throw new Error(`${method} ${path}: ${response.status} ${text}`);
}
