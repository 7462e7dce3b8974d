import type { Recipient } from './audience.ts';

/** Something that is to be told, as far as it decides whether something else says it, too. */
interface Told {
  readonly incidentId: string;
  readonly recipient: Recipient;
  readonly telling: { readonly kind: string };
}

/**
 * Leaves out that an incident has opened where the same person is told at once that it is theirs.
 * Chat channels are told both: one is about the incident, the other about who has it.
 */
export function oneIsEnough<Draft extends Told>(
  drafts: readonly Draft[],
  isPerson: (recipientId: string) => boolean,
): Draft[] {
  const assigned = new Set(
    drafts.filter(({ telling }) => telling.kind === 'assign').map((draft) => keyOf(draft)),
  );
  return drafts.filter(
    (draft) =>
      draft.telling.kind !== 'new' || !(isPerson(draft.recipient.id) && assigned.has(keyOf(draft))),
  );
}

function keyOf({ incidentId, recipient }: Told): string {
  return `${incidentId} ${recipient.id} ${recipient.means}`;
}
