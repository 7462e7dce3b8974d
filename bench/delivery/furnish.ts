import type { Rig } from '../../test/rig.ts';
import type { Endpoint, Furnish } from './site.ts';

type Call = (method: string, path: string, body: object) => Promise<unknown>;

const PER_TENANT = 10;

/**
 * Endpoints on tenants of ten each; every endpoint wants the events of one service, so that each
 * event goes to exactly one of them. `timeoutMs` is the deadline of an attempt.
 */
export function tenantsOfTen(endpoints: number, timeoutMs?: number): Furnish {
  return async (rig, url) => {
    const made: Endpoint[] = [];
    for (let first = 0; first < endpoints; first += PER_TENANT) {
      const slug = `bench-${first / PER_TENANT}`;
      const call = callerOf(rig, rig.rootToken);
      const tenant = (await call('POST', '/tenants', { slug, name: slug })) as NewTenant;
      const last = Math.min(endpoints, first + PER_TENANT);
      for (let endpoint = first; endpoint < last; endpoint++) {
        made.push(await createEndpoint(rig, tenant, `${url}/e/${endpoint}`, timeoutMs));
      }
    }
    return made;
  };
}

/** One endpoint in the default tenant, told of every new incident. */
export const inDefaultTenant: Furnish = async (rig, url) => {
  const call = callerOf(rig, rig.hub().apiKey ?? '');
  const body = { name: 'bench', url: `${url}/e/0`, event_types: ['i_new'] };
  const { id, secret } = (await call('POST', '/outbound-webhooks', body)) as NewWebhook;
  return [{ tenantId: 'ten_default', webhookId: id, serviceId: null, secret }];
};

interface NewTenant {
  readonly id: string;
  readonly api_key: string;
}

interface NewWebhook {
  readonly id: string;
  readonly secret: string;
}

async function createEndpoint(
  rig: Rig,
  tenant: NewTenant,
  url: string,
  timeoutMs: number | undefined,
): Promise<Endpoint> {
  const call = callerOf(rig, tenant.api_key);
  const name = new URL(url).pathname;
  const service = (await call('POST', '/services', { name })) as { id: string };
  const timeout = timeoutMs === undefined ? {} : { timeout_ms: timeoutMs };
  const body = { name, url, event_types: '*', services: [service.id], ...timeout };
  const { id, secret } = (await call('POST', '/outbound-webhooks', body)) as NewWebhook;
  return { tenantId: tenant.id, webhookId: id, serviceId: service.id, secret };
}

function callerOf(rig: Rig, token: string): Call {
  return async (method, path, body) => {
    const response = await fetch(`${rig.hub().url}/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    const text = await response.text();
    if (response.ok) return JSON.parse(text);
    throw new Error(`${method} ${path}: ${response.status} ${text}`);
  };
}
