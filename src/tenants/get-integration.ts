import { notFound } from '../kernel/errors.ts';
import { transact } from '../store/transaction.ts';
import { audit } from './audit.ts';
import { requireScope } from './caller.ts';
import { findIntegration } from './integration-queries.ts';
import type { IntegrationView } from './integration-schemas.ts';
import { readSecretStates, revealUrl, showIntegration } from './integration-view.ts';
import type { IntegrationsContext } from './tenants-context.ts';

/** One integration. An admin sees its URL with the key, and every such look is audited. */
export function getIntegration(
  context: Omit<IntegrationsContext, 'directory' | 'formats'>,
  input: { readonly id: string },
): Promise<IntegrationView> {
  requireScope(context, 'viewer');
  const { tenantId, scope } = context.caller;
  return transact(context.store, async (tx) => {
    const row = await findIntegration(tx, tenantId, input.id);
    if (!row) throw notFound('The integration');
    const now = new Date(context.clock());
    const secretsOf = await readSecretStates(tx, tenantId, [row], now);
    const view = showIntegration(row, context.publicUrl, secretsOf(row));
    const url = scope === 'admin' ? revealUrl(row, context.publicUrl, context.sealer) : null;
    if (url === null) return view;
    await audit(tx, context, { action: 'integration.url_revealed', targetId: view.id });
    return { ...view, url };
  });
}
