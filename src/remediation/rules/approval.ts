/** What a run may break, in ascending order (recipes). */
export type Risk = 'none' | 'low' | 'medium' | 'high' | 'critical';

/** How far remediation may go somewhere: only watch, act when a person says so, act by itself. */
export type Mode = 'audit' | 'shadow' | 'live';

/** What the matrix is asked about. */
export interface ApprovalQuestion {
  readonly risk: Risk;
  readonly mode: Mode;
  /** Who proposed it. */
  readonly origin: 'automation' | 'person';
  /** All of its parameters have values. */
  readonly complete: boolean;
  /** A step is for a person's hands. */
  readonly hasManualStep: boolean;
  /** Many proposals or incidents at once. */
  readonly stormy: boolean;
}

/** What a run needs to begin, with the reason in a sentence. */
export type Approval =
  | { readonly kind: 'never'; readonly reason: string }
  | { readonly kind: 'automatic'; readonly reason: string }
  | {
      readonly kind: 'person';
      readonly scope: 'responder' | 'admin';
      /** Whoever wrote the proposal may not approve it. */
      readonly byAnother: boolean;
      readonly reason: string;
    };

const ORDER: Readonly<Record<Risk, number>> = { none: 0, low: 1, medium: 2, high: 3, critical: 4 };

/**
 * The matrix of risk, mode and approval (research, flashduty-openremedy §6.3 "Trust × risk", §6.4).
 * Nothing runs in `audit`; in `shadow` a person approves everything; in `live` what is proposed by
 * the hub with a risk of at most low begins by itself, unless there is a storm. Responders approve up
 * to medium, admins what is above it, and there never the person who proposed it.
 */
export function decideApproval(question: ApprovalQuestion): Approval {
  const { risk, mode } = question;
  if (mode === 'audit') {
    return { kind: 'never', reason: 'The mode of its target is audit: nothing runs there.' };
  }
  if (!question.complete) {
    return { kind: 'never', reason: 'Some of its parameters have no value.' };
  }
  if (startsByItself(question)) {
    return { kind: 'automatic', reason: `The mode is live and the risk ${risk}.` };
  }
  const serious = ORDER[risk] >= ORDER.high;
  return {
    kind: 'person',
    scope: serious ? 'admin' : 'responder',
    byAnother: serious,
    reason: whyPerson(question),
  };
}

function startsByItself({ risk, mode, origin, hasManualStep, stormy }: ApprovalQuestion): boolean {
  const harmless = ORDER[risk] <= ORDER.low;
  return mode === 'live' && origin === 'automation' && harmless && !hasManualStep && !stormy;
}

function whyPerson({ risk, mode, stormy }: ApprovalQuestion): string {
  if (mode === 'shadow') return 'The mode is shadow: a person approves every run.';
  if (stormy) return 'Much happens at once: nothing starts by itself.';
  return `A person approves this one; its risk is ${risk}.`;
}

const STRICTNESS: Readonly<Record<Mode, number>> = { audit: 0, shadow: 1, live: 2 };

/** The stricter of the modes that were set for the service and the host; new ones are in shadow. */
export function strictest(modes: readonly (Mode | null)[]): Mode {
  const known = modes.map((mode) => mode ?? 'shadow');
  const [first = 'shadow', ...rest] = known;
  return rest.reduce((least, mode) => (STRICTNESS[mode] < STRICTNESS[least] ? mode : least), first);
}
