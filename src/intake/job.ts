import type { Problem } from '../kernel/errors.ts';
import type { EventOutcome } from './format.ts';
import type { IntakeCommand } from './rules/settle-command.ts';
import type { IntakeEvent, Terms } from './rules/situation.ts';

/** The sender's own id of a request: within 24 hours a second one is the same request. */
export interface RequestKey {
  readonly route: string;
  readonly key: string;
  /** SHA-256 of the body: tells a repeat from a reused key. */
  readonly fingerprint: string;
}

/** A request ready for its lane: verified, parsed, routed; only locks can still change its end. */
export interface IntakeJob {
  readonly terms: Terms;
  readonly events: readonly IntakeEvent[];
  /** Carried out after the events. */
  readonly commands: readonly IntakeCommand[];
  readonly requestKey: RequestKey | null;
}

/** What became of a job: its events' outcomes, or why it was refused as a whole. */
export type JobResult =
  | { readonly ok: true; readonly outcomes: readonly EventOutcome[] }
  | { readonly ok: false; readonly problem: Problem };
