import { expect, test } from 'vitest';
import { createMailer } from './mailer.ts';

const mail = {
  to: 'ada@shop.example',
  subject: 'A link',
  text: 'https://hub.example/#token=s3cret',
};

test('without a mail server, mail is logged but for its text', async () => {
  const lines: unknown[] = [];
  const log = { info: (...line: unknown[]) => lines.push(line) };
  const mailer = createMailer({ smtpUrl: null, mailFrom: null, log: log as never });
  await mailer.send(mail);
  expect(mailer.delivers).toBe(false);
  expect(lines).toMatchObject([[{ to: mail.to, subject: mail.subject }, expect.any(String)]]);
  expect(JSON.stringify(lines)).not.toContain('s3cret');
});

test('a mail server that cannot be reached is an error of the mail', async () => {
  const log = { info: () => {} } as never;
  const mailer = createMailer({ smtpUrl: 'smtp://127.0.0.1:1', mailFrom: 'hub@shop.example', log });
  expect(mailer.delivers).toBe(true);
  await expect(mailer.send(mail)).rejects.toThrow(/ECONNREFUSED/);
  mailer.close();
});
