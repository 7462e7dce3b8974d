import type { Auth } from './auth.ts';
import type { Errands } from './errands.ts';
import type { TenantsContext } from './tenants-context.ts';

/** Sends e-mail; `notify` has it. */
export interface MailSender {
  readonly send: (mail: {
    readonly to: string;
    readonly subject: string;
    readonly text: string;
  }) => Promise<void>;
  /** False: no mail server is configured, so a link must reach people another way. */
  readonly delivers: boolean;
}

/** What the verbs about people and their sessions get beside the others of this room. */
export interface PeopleContext extends TenantsContext {
  readonly auth: Auth;
  readonly mailer: MailSender;
  readonly errands: Errands;
  /** Public base URL without a trailing slash. */
  readonly publicUrl: string;
}
