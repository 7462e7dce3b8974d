import type { TSchema } from 'typebox';
import type { AlertEvent } from '../alerts/alert-event.ts';
import type { FieldError } from '../kernel/errors.ts';
import type { Severity } from '../kernel/severity.ts';
import type { Instant } from '../kernel/time.ts';
import type { IntegrationSettings } from '../store/tables.ts';
import type { Answers } from './formats/sent-alert.ts';

/** How any JSON becomes alerts (settings of an integration of the format `mapped`). */
export type Mapping = NonNullable<IntegrationSettings['mapping']>;

/**
 * How a sender signs, as data. The signature is HMAC-SHA256 over the raw body; digests are read in
 * hex of either case. `none`: the format defines no signature of its own.
 * (ingress/signatures.ts `SignatureScheme` reads it.)
 */
export type FormatAuth =
  | { readonly kind: 'none' }
  | {
      readonly kind: 'hmac';
      /** Accepted header names, lower case, the documented one first. */
      readonly headers: readonly string[];
      /**
       * `sha256=` before the digest: demanded, tolerated or unknown to the format. `v1`: a list
       * of `v1=<digest>` separated by commas, one of which has to match.
       */
      readonly prefix: 'required' | 'optional' | 'none' | 'v1';
      /**
       * Names of headers (lower case) with Unix seconds. Where one is present, what is signed is
       * `<seconds>:<body>`, and five minutes later it is no longer taken.
       */
      readonly timestamp?: RegExp;
    }
  /** Signed inside the message with a key of the vendor's; {@link Format.verify} checks it. */
  | { readonly kind: 'message' }
  /** Who knows the integration's key may send; the format's own URLs do not hold it. */
  | { readonly kind: 'key'; readonly place: KeyPlace };

/** Where requests to a format's own URLs carry the key of their integration. */
export type KeyPlace =
  /** Behind this word (`GenieKey <key>`) in the header Authorization. */
  | { readonly in: 'authorization'; readonly scheme: string }
  | { readonly in: 'query'; readonly name: string }
  /** A member of the body: the first of these names that is there. */
  | { readonly in: 'body'; readonly names: readonly string[] };

/** What a URL asks for, in formats whose URLs ask for different things. */
export interface Asked {
  /** In the format's own words, such as `close`. */
  readonly action: string;
  /** The dedup key of the alert that the URL names. */
  readonly dedupKey?: string;
}

/** What a format may know about the request besides the body. */
export interface FormatContext {
  readonly now: Instant;
  /** The sender's own id of this request, if it gave one. */
  readonly requestKey?: string;
  /** The request's headers, names in lower case; empty where there is no request. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** What is configured for the integration; absent: nothing. */
  readonly settings?: IntegrationSettings;
  /** Absent: the URL asks for what all others of the format ask for. */
  readonly asked?: Asked;
  /** A fresh unique text, for alerts whose sender gave no identity. */
  readonly newKey: () => string;
}

/** What {@link Format.verify} may ask for. */
export interface Verifier {
  readonly now: Instant;
  /**
   * The certificate (PEM) at an address that the format has vetted; undefined: it cannot be had at
   * the moment. Cached, and fetched by the guarded client only.
   */
  readonly certificate: (url: string) => Promise<string | undefined>;
}

/**
 * `missing`: the message carries no signature; `invalid`: it is not the vendor's; `unknown`: what is
 * needed to tell could not be fetched.
 */
export type MessageVerdict = 'valid' | 'missing' | 'invalid' | 'unknown';

/** A subscription that the sender wants confirmed by a GET, after the reply. */
export interface Confirmation {
  /** Vetted by the format: scheme, host and what is asked of it. */
  readonly url: string;
  /** What is subscribed to, for people. */
  readonly subject: string;
}

/** What a sender says was done over there about one of its alerts. */
export type AlertCommand = {
  /** The alert, as its events name it. */
  readonly dedupKey: string;
  /** Who did it over there; where it is not said, the integration's name is shown. */
  readonly by?: string;
} & (
  | { readonly type: 'acknowledge' | 'unacknowledge' }
  | { readonly type: 'snooze'; readonly minutes: number }
  | {
      readonly type: 'comment';
      readonly text: string;
      /** Said on closing: an incident that is closed gets it as well. */
      readonly onClosed?: true;
    }
);

/** A payload in our words. Without events and commands its body is kept with the receipt. */
export interface Translation {
  readonly events: readonly AlertEvent[];
  /**
   * Carried out after the events, in the same transaction, on the open incidents that the alerts
   * are in. Those that meet none do nothing.
   */
  readonly commands?: readonly AlertCommand[];
  /** Carried out after the reply, and only where {@link Format.verify} found the message valid. */
  readonly confirmation?: Confirmation;
  /** Sentences for the sender and the receipt about what was accepted but looks wrong. */
  readonly warnings: readonly string[];
}

/** A deploy or another change that a sender tells of, as `POST /api/v1/changes` takes it. */
export interface SentChange {
  readonly title: string;
  /** Name or id. */
  readonly service?: string;
  readonly environment?: string;
  readonly version?: string;
  /** ISO 8601. */
  readonly started_at?: string;
  readonly url?: string;
  readonly labels: Record<string, string>;
}

/** How a format tells of changes, on its URLs whose action is `change`. */
export interface ChangeFormat {
  readonly schema: TSchema;
  /** The validated payload; sentences about what looks wrong are added to `warnings`. */
  readonly toChange: (payload: never, context: FormatContext, warnings: string[]) => SentChange;
}

/** What became of one event or command: first the events in their order, then the commands. */
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
 * - of commands: `acknowledged`, `unacknowledged`, `snoozed`, `commented`; `ignored`: it held
 *   already, or its alert is unknown or in no open incident
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
  | 'duplicate'
  | 'acknowledged'
  | 'unacknowledged'
  | 'snoozed'
  | 'commented'
  | 'ignored';

/** What a reply may say of its own request. */
export interface RequestNote {
  readonly id: string;
  /** Seconds that it has taken. */
  readonly took: number;
  readonly action?: string;
}

export interface Outcome {
  readonly events: readonly EventOutcome[];
  readonly warnings: readonly string[];
  readonly request: RequestNote;
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
  readonly request: RequestNote;
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
 * One foreign wire format: everything the hub knows about it. Pure but for `verify`. One folder
 * each, listed in formats.ts.
 */
export interface Format {
  readonly name: string;
  /** For people: the gallery and the documentation. */
  readonly title: string;
  readonly auth: FormatAuth;
  /** JSON Schema 2020-12 (a TypeBox value): validates, documents, is served as it is. */
  readonly schema: TSchema;
  readonly policy: FormatPolicy;
  /** How else its JSON may come: as `text/plain`, or in the field `data` of a form. */
  readonly carriedBy?: 'text' | 'form';
  /** With `auth` of kind `message`: who signed the parsed, not yet validated payload. */
  readonly verify?: (payload: unknown, verifier: Verifier) => Promise<MessageVerdict>;
  /** What is wrong with the settings that only this format reads, before they are stored. */
  readonly checkSettings?: (settings: IntegrationSettings) => readonly FieldError[];
  /** Whether a parsed body is of this format; asked only on routes shared by several formats. */
  readonly recognises?: (payload: unknown) => boolean;
  /**
   * The validated payload as alert events, in the payload's order. Throws `Problem` (422, or what
   * the format defines) for what a schema cannot say.
   */
  readonly toEvents: (payload: never, context: FormatContext) => Translation;
  /**
   * The id that the sender gave this request inside its validated payload: a second request with
   * it counts as the same one for 24 hours (domain, "Three identities", 1). Never a hash of a body.
   */
  readonly requestIdOf?: (payload: never) => string | undefined;
  readonly toReply: (outcome: Outcome) => Reply;
  /** Absent: its senders do not tell of changes. */
  readonly changes?: ChangeFormat;
  /** Absent: its senders do not ask for what they have sent. */
  readonly answers?: Answers;
  /** The format's own error body; absent: problem+json. Never contains a digest or secret. */
  readonly toError?: (refusal: Refusal) => Reply;
}
