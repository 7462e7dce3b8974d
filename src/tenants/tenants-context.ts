import type { FieldError } from '../kernel/errors.ts';
import type { IntegrationSettings } from '../store/tables.ts';
import type { Context } from './caller.ts';
import type { Directory } from './directory.ts';
import type { Sealer } from './sealing.ts';

/** What this room needs to know about a wire format; the list comes from `app`. */
export interface FormatInfo {
  readonly name: string;
  /**
   * `none`: it defines no signature of its own; `message`: the vendor's own, without a secret;
   * `key`: the integration's key is all that it sends.
   */
  readonly auth: 'none' | 'hmac' | 'message' | 'key';
  /** What is wrong with settings that only this format reads; absent: it reads none of its own. */
  readonly checkSettings?: (settings: IntegrationSettings) => readonly FieldError[];
}

/** What the writing verbs of this room get beside the common context. */
export interface TenantsContext extends Context {
  readonly sealer: Sealer;
  /** Forgets a tenant once its change is committed. */
  readonly directory: Pick<Directory, 'forget'>;
}

/** What the verbs about integrations get: they show and build webhook URLs. */
export interface IntegrationsContext extends TenantsContext {
  /** Public base URL without a trailing slash. */
  readonly publicUrl: string;
  /** The formats an integration may have. */
  readonly formats: readonly FormatInfo[];
}
