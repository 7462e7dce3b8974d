import { askHub, type HubReply, hubUrl, isSuccess, operatorToken, refusal } from './hub-client.ts';

interface TenantOptions {
  readonly url?: string;
  readonly json?: boolean;
}

interface NewTenant {
  readonly slug: string;
  readonly name: string;
  readonly api_key: string;
  readonly webhook_secret: string;
}

interface TenantLine {
  readonly slug: string;
  readonly name: string;
  readonly created_at: string;
}

/** Creates a tenant on a running hub and prints its credentials. */
export async function createTenant(
  slug: string,
  options: TenantOptions & { readonly name?: string },
): Promise<void> {
  const body = JSON.stringify({ slug, name: options.name ?? slug });
  const reply = await askAsOperator(options, { method: 'POST', path: '/api/v1/tenants', body });
  if (options.json) return console.log(JSON.stringify(reply.body));
  const tenant = reply.body as NewTenant;
  console.log(`Tenant ${tenant.slug} (${tenant.name}) was created; the key is shown this once:`);
  console.log(`  API key         ${tenant.api_key}`);
  console.log(`  Webhook secret  ${tenant.webhook_secret}`);
}

/** Prints all tenants of a running hub. */
export async function listTenants(options: TenantOptions): Promise<void> {
  const tenants = await readAll(options);
  if (options.json) return console.log(JSON.stringify(tenants));
  const width = Math.max(4, ...tenants.map(({ slug }) => slug.length));
  console.log(`${'SLUG'.padEnd(width)}  CREATED     NAME`);
  for (const { slug, name, created_at } of tenants) {
    console.log(`${slug.padEnd(width)}  ${created_at.slice(0, 10)}  ${name}`);
  }
}

async function readAll(options: TenantOptions): Promise<TenantLine[]> {
  const tenants: TenantLine[] = [];
  let cursor: string | null = null;
  do {
    const after: string = cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const path = `/api/v1/tenants?limit=200${after}`;
    const { body } = await askAsOperator(options, { method: 'GET', path });
    const page = body as { data: TenantLine[]; next_cursor: string | null };
    tenants.push(...page.data);
    cursor = page.next_cursor;
  } while (cursor !== null);
  return tenants;
}

async function askAsOperator(
  options: TenantOptions,
  request: { readonly method: 'GET' | 'POST'; readonly path: string; readonly body?: string },
): Promise<HubReply> {
  const headers = {
    authorization: `Bearer ${await operatorToken()}`,
    ...(request.body !== undefined && { 'content-type': 'application/json' }),
  };
  const reply = await askHub({ ...request, base: hubUrl(options.url), headers });
  if (isSuccess(reply)) return reply;
  throw refusal(reply);
}
