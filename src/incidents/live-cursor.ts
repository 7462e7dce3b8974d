import { sha256Hex } from '../kernel/hashing.ts';

/** The id of an event of the stream; the tag keeps the positions of other tenants apart. */
export function liveCursor(tenantId: string, position: number): string {
  return `${tagOf(tenantId)}-${position}`;
}

/** The position in a cursor; null for what is no cursor of this tenant. */
export function positionIn(cursor: string, tenantId: string): number | null {
  const [, tag, digits] = /^([0-9a-f]{8})-(\d{1,15})$/.exec(cursor) ?? [];
  return tag === tagOf(tenantId) ? Number(digits) : null;
}

function tagOf(tenantId: string): string {
  return sha256Hex(tenantId).slice(0, 8);
}
