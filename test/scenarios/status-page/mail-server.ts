import type { AddressInfo } from 'node:net';
import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer } from 'smtp-server';

/** A mail as its recipient's program reads it. */
export interface ReadMail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly messageId: string;
  /** By name in lower case. */
  readonly headers: Readonly<Record<string, string>>;
}

/** A refusal with its SMTP status, or null: taken. */
type Judge = (to: string) => number | null;

/** A real mail server on loopback that reads what it gets. */
export async function startMailServer() {
  const mails: ReadMail[] = [];
  let judge: Judge = () => null;
  const server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    onRcptTo({ address }, _session, done) {
      const status = judge(address);
      if (status === null) return done();
      done(Object.assign(new Error('No such mailbox here'), { responseCode: status }));
    },
    onData(stream, session, done) {
      const parts: Buffer[] = [];
      stream.on('data', (part: Buffer) => parts.push(part));
      stream.on('end', async () => {
        const email = await PostalMime.parse(Buffer.concat(parts));
        for (const { address } of session.envelope.rcptTo) mails.push(read(address, email));
        done();
      });
    },
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.server.address() as AddressInfo;
  return {
    url: `smtp://127.0.0.1:${port}`,
    mails,
    /** Those to an address, oldest first. */
    to: (address: string) => mails.filter((mail) => mail.to === address),
    refuse: (next: Judge) => {
      judge = next;
    },
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}

export type MailServer = Awaited<ReturnType<typeof startMailServer>>;

function read(to: string, email: Email): ReadMail {
  return {
    to,
    subject: email.subject ?? '',
    text: email.text ?? '',
    html: email.html ?? '',
    messageId: email.messageId ?? '',
    headers: Object.fromEntries(email.headers.map(({ key, value }) => [key, value])),
  };
}

/** The first link of that purpose in a text, as a path. */
export function linkIn(text: string, purpose: 'confirm' | 'manage' | 'unsubscribe'): string {
  const found = new RegExp(`https?://\\S+?(/status/[\\w-]+/${purpose}/[\\w.-]+)`).exec(text)?.[1];
  if (!found) throw new Error(`There is no ${purpose} link in: ${text}`);
  return found;
}
