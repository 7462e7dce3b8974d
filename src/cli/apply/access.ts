import { operatorToken } from '../hub-client.ts';
import { CommandFailure, EXIT } from '../outcomes.ts';
import { type Ask, askingWith, listPages } from './hub-api.ts';
import type { View } from './kind.ts';

/** What a credential may reach: one tenant by an API key, all of them by the operator's token. */
export interface Access {
  /** Slugs of the tenants there are. */
  readonly tenants: readonly string[];
  /** Asks in a tenant's name. */
  readonly within: (slug: string) => Ask;
  /** Makes a tenant; undefined where the credential may not. */
  readonly createTenant: ((slug: string, name: string) => Promise<View>) | undefined;
}

/** Opens a hub with an API key of one tenant, else with the operator's token. */
export async function openAccess(base: string, apiKey: string | undefined): Promise<Access> {
  if (apiKey !== undefined) {
    const ask = askingWith(base, apiKey);
    const { slug } = await ask<View>({ method: 'GET', path: '/tenant' });
    return { tenants: [String(slug)], within: () => ask, createTenant: undefined };
  }
  const token = await operatorToken();
  const ask = askingWith(base, token);
  const tenants = await listPages<View>(ask, '/tenants');
  return {
    tenants: tenants.map(({ slug }) => String(slug)),
    within: (slug) => askingWith(base, token, slug),
    createTenant: (slug, name) =>
      ask<View>({ method: 'POST', path: '/tenants', body: { slug, name } }),
  };
}

/** Throws unless the credential may do what is asked about each tenant. */
export function requireReach(access: Access, slugs: readonly string[]): void {
  const beyond = slugs.filter((slug) => !access.tenants.includes(slug));
  if (access.createTenant !== undefined || beyond.length === 0) return;
  throw new CommandFailure(
    EXIT.refused,
    `The API key is of the tenant ${access.tenants.join('')}; ${beyond.join(', ')} needs a key of ` +
      'its own, or the operator’s token (TOCSIN_ROOT_TOKEN).',
  );
}
