import { notFound } from '../kernel/errors.ts';
import { storable } from '../kernel/text.ts';
import type { Db } from '../store/connection.ts';
import { audit } from '../tenants/audit.ts';
import { requireScope } from '../tenants/caller.ts';
import { runVerb } from '../tenants/idempotency.ts';
import { patched } from '../tenants/patching.ts';
import { takeDomain, takeSlug } from './hub-addresses.ts';
import { touchHubs } from './hub-changes.ts';
import { hashHubPassword } from './hub-password.ts';
import { type AddressedHub, findHub, lockHub, saveHub } from './hub-queries.ts';
import { type HubView, requireSoundSettings, showHub, type UpdateHubBody } from './hub-schemas.ts';
import type { StatusContext } from './status-context.ts';

/**
 * Changes a status page; what is not given stays, null takes a setting, the domain or the password
 * away. 409 `slug_taken` or `domain_taken`; 422 for an unknown time zone.
 */
export async function updateHub(
  context: StatusContext,
  input: UpdateHubBody & { readonly id: string },
): Promise<HubView> {
  requireScope(context, 'admin');
  requireSoundSettings(input.settings);
  const { tenantId } = context.caller;
  const given = input.password ? await hashHubPassword(input.password) : input.password;
  const request = { route: 'update-hub', input, sealer: context.sealer };
  return runVerb(context, request, async (tx) => {
    const row = await lockHub(tx, tenantId, input.id);
    if (!row) throw notFound('The status page');
    const now = context.clock();
    const values = {
      slug: input.slug ?? row.slug,
      name: input.name === undefined ? row.name : storable(input.name.trim()),
      settings: patched(row.settings, input.settings),
      password: given === undefined ? row.password : given,
      shows_all: input.shows_all ?? row.shows_all,
      updated_at: new Date(now),
    };
    await saveHub(tx, tenantId, row.hub_id, values);
    await moveHub(tx, context, row, input);
    await touchHubs(tx, tenantId, now, [row.hub_id]);
    const after = await findHub(tx, tenantId, row.hub_id);
    if (!after) throw new Error(`Hub ${row.hub_id} is missing.`);
    await audit(tx, context, {
      action: 'hub.updated',
      targetId: row.hub_id,
      before: factsOf(row),
      after: { ...factsOf(after), password_changed: given !== undefined },
    });
    return showHub(after, context.publicUrl);
  });
}

async function moveHub(
  tx: Db,
  context: StatusContext,
  row: AddressedHub,
  { slug, domain }: UpdateHubBody,
): Promise<void> {
  const { tenant_id: tenantId, hub_id: hubId } = row;
  if (slug !== undefined && slug !== row.slug) await takeSlug(tx, tenantId, hubId, slug);
  if (domain !== undefined && domain !== row.domain) {
    await takeDomain(tx, tenantId, hubId, domain, context.publicUrl);
  }
}

function factsOf({ slug, name, domain, password, shows_all, settings }: AddressedHub) {
  return { slug, name, domain, private: password !== null, shows_all, settings };
}
