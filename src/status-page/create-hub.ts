import { conflict } from '../kernel/errors.ts';
import { newId } from '../kernel/ids.ts';
import { storable } from '../kernel/text.ts';
import { audit } from '../tenants/audit.ts';
import { requireScope } from '../tenants/caller.ts';
import { runVerb } from '../tenants/idempotency.ts';
import { patched } from '../tenants/patching.ts';
import { ensureDefaultHub } from './default-hub.ts';
import { takeDomain, takeSlug } from './hub-addresses.ts';
import { hashHubPassword } from './hub-password.ts';
import { findHub, insertHub, listHubRows } from './hub-queries.ts';
import { type CreateHubBody, type HubView, requireSoundSettings, showHub } from './hub-schemas.ts';
import type { StatusContext } from './status-context.ts';

/** Status pages that a tenant may have. */
const MOST_HUBS = 50;

/**
 * Creates a status page. 409 `slug_taken` or `domain_taken` (by any tenant), `too_many_hubs`; 422
 * for an unknown time zone.
 */
export async function createHub(context: StatusContext, input: CreateHubBody): Promise<HubView> {
  requireScope(context, 'admin');
  requireSoundSettings(input.settings);
  const { tenantId } = context.caller;
  await ensureDefaultHub(context, tenantId);
  const password = input.password ? await hashHubPassword(input.password) : null;
  const request = { route: 'create-hub', input, sealer: context.sealer };
  return runVerb(context, request, async (tx) => {
    if ((await listHubRows(tx, tenantId)).length >= MOST_HUBS) {
      throw conflict('too_many_hubs', `A tenant may have ${MOST_HUBS} status pages.`);
    }
    const now = new Date(context.clock());
    const hub_id = newId('hub');
    const { slug, domain = null, shows_all = true } = input;
    const name = storable(input.name.trim());
    const settings = patched({}, input.settings);
    await insertHub(tx, tenantId, {
      ...{ hub_id, slug, name, password, shows_all },
      settings: JSON.stringify(settings),
      changed_at: now,
      rendered_at: null,
      render_due_at: null,
      created_at: now,
      updated_at: now,
    });
    await takeSlug(tx, tenantId, hub_id, slug);
    await takeDomain(tx, tenantId, hub_id, domain, context.publicUrl);
    const after = { slug, name, domain, private: password !== null, shows_all, settings };
    await audit(tx, context, { action: 'hub.created', targetId: hub_id, after });
    const row = await findHub(tx, tenantId, hub_id);
    if (!row) throw new Error(`Hub ${hub_id} is missing.`);
    return showHub(row, context.publicUrl);
  });
}
