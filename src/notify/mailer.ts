import { createTransport } from 'nodemailer';
import type { Logger } from 'pino';
import { SECOND } from '../kernel/time.ts';

/** One e-mail to one person. */
export interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html?: string;
  /** The same for every attempt to send it, so that a receiver drops the second; with brackets. */
  readonly messageId?: string;
  /** What it belongs to: mail programs show mails with the same one together; with brackets. */
  readonly thread?: string;
  /** Further headers by name, e.g. `List-Unsubscribe`. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** Sends e-mail. */
export interface Mailer {
  /** Resolves when the mail server has taken it (or it was logged); throws when it refuses. */
  readonly send: (mail: Mail) => Promise<void>;
  /** False without `SMTP_URL`: mail is logged only, so a link must reach people another way. */
  readonly delivers: boolean;
  readonly close: () => void;
}

/** What the mailer is made from; {@link ../config.ts} reads it. */
export interface MailerConfig {
  readonly smtpUrl: string | null;
  readonly mailFrom: string | null;
  readonly log: Pick<Logger, 'info'>;
}

/** Milliseconds a mail server has for each step. */
const TIMEOUT = 10 * SECOND;

/**
 * The mailer of `SMTP_URL` and `MAIL_FROM`. Without a server it logs to whom and about what; the
 * text is left out, because it may hold a link that signs in. Mail servers are the operator's own
 * and often in the private network, so the guard of outbound calls does not apply to them.
 */
export function createMailer({ smtpUrl, mailFrom, log }: MailerConfig): Mailer {
  if (smtpUrl === null || mailFrom === null) {
    const send: Mailer['send'] = async ({ to, subject }) => {
      log.info({ to, subject }, 'mail was not sent: SMTP_URL is not set');
    };
    return { send, delivers: false, close: () => {} };
  }
  const transport = createTransport({
    url: smtpUrl,
    pool: true,
    maxConnections: 2,
    connectionTimeout: TIMEOUT,
    greetingTimeout: TIMEOUT,
    socketTimeout: TIMEOUT,
    // What a mail holds comes from us: nothing is to be read from files or URLs.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    send: async ({ to, subject, text, html, messageId, thread, headers }) => {
      await transport.sendMail({
        from: mailFrom,
        // As an object: a name or address with commas must not become several recipients.
        to: { name: '', address: to },
        subject,
        text,
        ...(html !== undefined && { html }),
        ...(messageId !== undefined && { messageId }),
        ...(thread !== undefined && { references: thread, inReplyTo: thread }),
        // Nobody's holiday is answered (RFC 3834 §5).
        headers: { 'Auto-Submitted': 'auto-generated', ...headers },
      });
    },
    delivers: true,
    close: () => transport.close(),
  };
}
