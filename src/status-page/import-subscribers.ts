import type { Instant } from '../kernel/time.ts';
import type { Db } from '../store/connection.ts';
import { audit } from '../tenants/audit.ts';
import { requireScope } from '../tenants/caller.ts';
import { runVerb } from '../tenants/idempotency.ts';
import { addOrLock } from './add-subscriber.ts';
import { type ReadLine, readImport } from './import-lines.ts';
import { requireHub } from './list-subscribers.ts';
import { listShownComponents, type PageHubRow } from './page-queries.ts';
import { readAddress } from './subscriber-address.ts';
import { saveSubscriber } from './subscriber-queries.ts';
import type { ImportBody, ImportLine, ImportResult } from './subscriber-schemas.ts';
import { stateOf } from './subscriber-view.ts';
import type { SubscribersContext } from './subscribers-context.ts';
import { isSuppressed } from './suppression-queries.ts';

/** Endpoints of an import at most: each is a destination of its own. */
const MOST_ENDPOINTS = 500;

type LineResult = Omit<ImportResult['lines'][number], 'line'>;

/**
 * Adds a list of people who have agreed elsewhere: they are told from now on and asked nothing. Each
 * line has its own result; who has unsubscribed stays so.
 */
export function importSubscribers(
  context: SubscribersContext,
  input: ImportBody & { readonly id: string },
): Promise<ImportResult> {
  requireScope(context, 'admin');
  const { tenantId } = context.caller;
  const { id: hubId, ...body } = input;
  return runVerb(context, { route: 'import-subscribers', input }, async (tx) => {
    const hub = await requireHub(tx, tenantId, hubId);
    const lines = readImport(body);
    const shown = await listShownComponents(tx, tenantId, hubId);
    const work = openImport(tx, context, hub, new Set(shown.map((row) => row.service_id)));
    const results: ImportResult['lines'] = [];
    for (const [index, line] of lines.entries()) {
      results.push({ line: index + 1, ...(await work(line)) });
    }
    const count = (...wanted: readonly string[]) =>
      results.filter(({ result }) => wanted.includes(result)).length;
    const counts = {
      added: count('added', 'confirmed'),
      known: count('known', 'unsubscribed', 'suppressed'),
      refused: count('invalid'),
    };
    await audit(tx, context, {
      action: 'status_subscriber.imported',
      targetId: hubId,
      after: counts,
    });
    return { ...counts, lines: results };
  });
}

function openImport(
  tx: Db,
  context: SubscribersContext,
  hub: PageHubRow,
  shown: ReadonlySet<string>,
): (line: ReadLine) => Promise<LineResult> {
  const now = context.clock();
  const { faultOf } = context.subscriptions.channel;
  let endpoints = 0;
  return async (line) => {
    if ('unreadable' in line) return refused(line.unreadable);
    const { channel = 'email', services = null } = line;
    const address = readAddress(channel, line.address, faultOf);
    if ('fault' in address) return refused(`address: ${address.fault}`);
    const hidden = services?.find((id) => !shown.has(id));
    if (hidden !== undefined) return refused(`services: the hub does not show ${hidden}`);
    if (channel !== 'email' && ++endpoints > MOST_ENDPOINTS) {
      return refused(`more than ${MOST_ENDPOINTS} webhooks and chats at once`);
    }
    return add(tx, { ...context, hub, now }, { ...line, channel, services, address });
  };
}

interface Imported extends Omit<ImportLine, 'address' | 'channel'> {
  readonly channel: NonNullable<ImportLine['channel']>;
  readonly services: string[] | null;
  readonly address: Extract<ReturnType<typeof readAddress>, { hash: Buffer }>;
}

async function add(
  tx: Db,
  parts: SubscribersContext & { readonly hub: PageHubRow; readonly now: Instant },
  { channel, address, services, locale = parts.hub.settings.locale ?? 'en' }: Imported,
): Promise<LineResult> {
  const wanted = {
    channel,
    address,
    serviceIds: services,
    locale,
    source: 'import',
    confirmed: true,
  } as const;
  const hubKey = { tenantId: parts.hub.tenant_id, hubId: parts.hub.hub_id };
  if (await isSuppressed(tx, hubKey, channel, address)) {
    const reason = 'It was erased for good; only they themselves come back.';
    return { result: 'suppressed', id: null, reason };
  }
  const { row, isNew } = await addOrLock(tx, parts, wanted);
  const id = row.subscriber_id;
  if (isNew) return { result: 'added', id, reason: null };
  const state = stateOf(row);
  if (state === 'active') return { result: 'known', id, reason: 'It is subscribed already.' };
  if (state === 'unsubscribed') {
    return { result: 'unsubscribed', id, reason: 'They have unsubscribed; only they come back.' };
  }
  const at = new Date(parts.now);
  const key = { tenantId: row.tenant_id, hubId: row.hub_id };
  const values = {
    service_ids: services,
    locale,
    confirmed_at: at,
    confirm_due_at: null,
    updated_at: at,
  };
  await saveSubscriber(tx, key, id, values);
  return { result: 'confirmed', id, reason: null };
}

function refused(reason: string): LineResult {
  return { result: 'invalid', id: null, reason };
}
