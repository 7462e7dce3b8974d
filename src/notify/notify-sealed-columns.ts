import type { SealedColumn } from '../tenants/sealed-columns.ts';
import { ownerOfChannel, ownerOfPerson } from './chat-urls.ts';

/** What this room seals. */
export const NOTIFY_SEALED_COLUMNS: readonly SealedColumn[] = [
  {
    table: 'chat_channels',
    column: 'url',
    key: ['channel_id'],
    form: 'bytes',
    ownerOf: (tenantId, { channel_id: id = '' }) => ownerOfChannel(tenantId, id),
  },
  {
    table: 'notification_preferences',
    column: 'chat_url',
    key: ['member_id'],
    form: 'bytes',
    ownerOf: (tenantId, { member_id: id = '' }) => ownerOfPerson(tenantId, id),
  },
];
