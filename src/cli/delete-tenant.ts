import { createInterface } from 'node:readline/promises';
import { askHub, hubUrl, isSuccess, operatorToken, refusal } from './hub-client.ts';
import { CommandFailure, EXIT, usageFailure } from './outcomes.ts';

interface DeleteOptions {
  readonly url?: string;
  readonly json?: boolean;
  readonly yes?: boolean;
}

/** Begins to erase a tenant of a running hub, once its slug was typed or `--yes` was given. */
export async function deleteTenant(slug: string, options: DeleteOptions): Promise<void> {
  const base = hubUrl(options.url);
  const token = await operatorToken();
  if (!options.yes) await requireTyped(slug, base);
  const path = `/api/v1/tenants/${encodeURIComponent(slug)}`;
  const headers = { authorization: `Bearer ${token}` };
  const reply = await askHub({ base, method: 'DELETE', path, headers });
  if (!isSuccess(reply)) throw refusal(reply);
  if (options.json) return console.log(JSON.stringify(reply.body));
  console.log(`Tenant ${slug} is gone for everybody from now on; its rows are being deleted.`);
  console.log('When that is finished its slug is free: GET /api/v1/erased-tenants says so.');
}

/** Asks on stderr, so that the output is the reply alone. */
async function requireTyped(slug: string, base: string): Promise<void> {
  if (!process.stdin.isTTY) {
    throw usageFailure('Nobody can be asked here: give --yes to erase the tenant.');
  }
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    console.error(`All of the tenant ${slug} on ${base} will be erased: its alerts, incidents,`);
    console.error('people, status pages and subscribers. It cannot be undone.');
    const typed = await terminal.question(`Type ${slug} to go on: `);
    if (typed.trim() === slug) return;
  } finally {
    terminal.close();
  }
  throw new CommandFailure(EXIT.refused, 'Nothing was erased: what was typed is not the slug.');
}
