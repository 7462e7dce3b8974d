import type { SealOwner } from '../tenants/sealing.ts';

/** To whom the sealed URL of a channel belongs. */
export function ownerOfChannel(tenantId: string, channelId: string): SealOwner {
  return { tenantId, ownerId: channelId };
}

/** To whom the sealed URL of a member's own webhook belongs. */
export function ownerOfPerson(tenantId: string, memberId: string): SealOwner {
  return { tenantId, ownerId: `chat ${memberId}` };
}

/** As much of a URL as may be shown: its path is the secret. */
export function maskedUrl(url: string): string {
  return URL.canParse(url) ? `${new URL(url).origin}/…` : '…';
}
