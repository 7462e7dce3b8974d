import { digestsEqual, hmacSha256 } from '../kernel/hashing.ts';
import { type KeyRing, keysFor } from '../kernel/key-ring.ts';
import { DAY, type Instant, SECOND } from '../kernel/time.ts';

/** What a link in a mail is for; a token of one purpose is good for no other. */
export type LinkPurpose = 'confirm' | 'manage' | 'unsubscribe';

/** Whose link it is. */
export interface LinkSubject {
  readonly tenantId: string;
  readonly hubId: string;
  readonly subscriberId: string;
  /** Raised to make earlier links useless. */
  readonly generation: number;
}

/** What a token that was not forged says; whether the subscriber still has that generation is asked later. */
export interface LinkClaim {
  readonly subscriberId: string;
  readonly generation: number;
}

/** Makes and reads the tokens of subscribers' links. */
export interface SubscriberLinks {
  readonly token: (purpose: LinkPurpose, subject: LinkSubject, now: Instant) => string;
  /** Undefined for a forged, foreign, misused or expired one: nobody is told which. */
  readonly read: (
    purpose: LinkPurpose,
    hub: Pick<LinkSubject, 'tenantId' | 'hubId'>,
    token: string,
    now: Instant,
  ) => LinkClaim | undefined;
}

/** How long a confirmation link is good (research/statuspage.md §1.4, "Mail"). */
export const CONFIRM_VALIDITY = 7 * DAY;

const TOKEN = /^([0-9a-z]{26})\.([0-9a-z]{1,6})\.([0-9a-z]{1,10})\.([\w-]{43})$/;

/**
 * Links are signed under a key made from the hub's own (decision: nothing about a link is stored);
 * those signed under a replaced key are good as long as it is kept.
 * A token names the subscriber, its generation and its end; tenant, hub and purpose are signed with
 * them, so it is good nowhere else.
 */
export function createSubscriberLinks(ring: KeyRing): SubscriberLinks {
  const keys = keysFor(ring, 'links of status page subscribers, 1');
  return {
    token: (purpose, subject, now) => {
      const expires = purpose === 'confirm' ? encoded((now + CONFIRM_VALIDITY) / SECOND) : '0';
      const mac = sign(keys()[0], purpose, subject, expires).toString('base64url');
      const id = subject.subscriberId.slice('sub_'.length);
      return [id, encoded(subject.generation), expires, mac].join('.');
    },
    read: (purpose, hub, token, now) => {
      const [, id, generationText = '', expires = '', mac = ''] = TOKEN.exec(token) ?? [];
      if (id === undefined) return undefined;
      const claim = { subscriberId: `sub_${id}`, generation: Number.parseInt(generationText, 36) };
      const given = Buffer.from(mac, 'base64url');
      const isOurs = keys().some((key) =>
        digestsEqual(given, sign(key, purpose, { ...hub, ...claim }, expires)),
      );
      if (!isOurs) return undefined;
      const end = Number.parseInt(expires, 36) * SECOND;
      return end === 0 || now < end ? claim : undefined;
    },
  };
}

function sign(key: Buffer, purpose: LinkPurpose, subject: LinkSubject, expires: string): Buffer {
  const { tenantId, hubId, subscriberId, generation } = subject;
  const claims = [purpose, tenantId, hubId, subscriberId, generation, expires];
  return hmacSha256(key, JSON.stringify(claims));
}

function encoded(number: number): string {
  return Math.floor(number).toString(36);
}
