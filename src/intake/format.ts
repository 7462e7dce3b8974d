import type { TSchema } from 'typebox';
import type { AlertEvent } from '../alerts/alert-event.ts';
import type { FieldError } from '../kernel/errors.ts';
import type { Severity } from '../kernel/severity.ts';
import type { Instant } from '../kernel/time.ts';

/**
 * How a sender signs, as data. The signature is HMAC-SHA256 over the raw body; digests are read in
 * hex of either case. `none`: the format defines no signature of its own.
 */
export type FormatAuth =
  | { readonly kind: 'none' }
  | {
      readonly kind: 'hmac';
      /** Accepted header names, lower case, the documented one first. */
      readonly headers: readonly string[];
      /** `sha256=` before the digest: demanded, tolerated or unknown to the format. */
      readonly prefix: 'required' | 'optional' | 'none';
    };

/** What a format may know about the request besides the body. */
export interface FormatContext {
  readonly now: Instant;
  /** The sender's own id of this request, if it gave one. */
  readonly requestKey?: string;
  /** A fresh unique text, for alerts whose sender gave no identity. */
  readonly newKey: () => string;
}

/** A payload in our words. */
export interface Translation {
  readonly events: readonly AlertEvent[];
  /** Sentences for the sender and the receipt about what was accepted but looks wrong. */
  readonly warnings: readonly string[];
}

/** What became of one event, in the order of {@link Translation.events}. */
export interface EventOutcome {
  readonly alertId: string;
  readonly dedupKey: string;
  readonly incidentId: string | null;
  readonly status: 'firing' | 'resolved';
  /** Occurrences of this alert so far, this one included. */
  readonly occurrences: number;
  readonly action: EventAction;
  /** This event created the alert row. */
  readonly created: boolean;
  /** This event opened (not reopened) an incident. */
  readonly opened: boolean;
}

/**
 * - `opened`: a new incident; `joined`: taken into an open one; `reopened`: the closed one again
 * - `repeated`: nothing new; `changed`: content or severity changed; `resolved`: recovered
 * - `recorded`: kept, no incident (severity gate, suppression, orphan resolve)
 * - `late`: older than what is known; `quiet`: within the quiet period after a person's close
 * - `duplicate`: refused as already seen (formats with `duplicates: 'refuse'`)
 */
export type EventAction =
  | 'opened'
  | 'joined'
  | 'reopened'
  | 'repeated'
  | 'changed'
  | 'resolved'
  | 'recorded'
  | 'late'
  | 'quiet'
  | 'duplicate';

export interface Outcome {
  readonly events: readonly EventOutcome[];
  readonly warnings: readonly string[];
}

export interface Reply {
  readonly status: number;
  readonly body: unknown;
}

/** A refusal before the format dresses it: the status and code of `Problem`. */
export interface Refusal {
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly errors: readonly FieldError[];
}

/** What a format fixes about the way from alert to incident (domain, "From alert to incident"). */
export interface FormatPolicy {
  /** What happens when the last firing alert of an incident resolves, unless configured. */
  readonly onRecovery: 'flag' | 'close';
  /** Severities that open an incident, unless the integration says otherwise. */
  readonly opens: readonly Severity[];
  /** Severity of a first event that gives none. */
  readonly defaultSeverity: Severity;
  readonly ignoresGrouping: boolean;
  readonly ignoresSuppression: boolean;
  /** `refuse`: a key seen before is a duplicate (409), never an update. */
  readonly duplicates: 'update' | 'refuse';
}

/**
 * One foreign wire format: everything the hub knows about it. Pure but for `verify`-like needs,
 * which none of the present ones has. One folder each, listed in formats.ts.
 */
export interface Format {
  readonly name: string;
  /** For people: the gallery and the documentation. */
  readonly title: string;
  readonly auth: FormatAuth;
  /** JSON Schema 2020-12 (a TypeBox value): validates, documents, is served as it is. */
  readonly schema: TSchema;
  readonly policy: FormatPolicy;
  /** Whether a parsed body is of this format; asked only on routes shared by several formats. */
  readonly recognises?: (payload: unknown) => boolean;
  /**
   * The validated payload as alert events, in the payload's order. Throws `Problem` (422, or what
   * the format defines) for what a schema cannot say.
   */
  readonly toEvents: (payload: never, context: FormatContext) => Translation;
  readonly toReply: (outcome: Outcome) => Reply;
  /** The format's own error body; absent: problem+json. Never contains a digest or secret. */
  readonly toError?: (refusal: Refusal) => Reply;
}
