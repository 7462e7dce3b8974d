import type { IncomingHttpHeaders } from 'node:http';
import { type Static, Type } from 'typebox';
import { signatureValue } from '../ingress/signatures.ts';
import { conflict, notFound } from '../kernel/errors.ts';
import { hmacSha256 } from '../kernel/hashing.ts';
import { newId } from '../kernel/ids.ts';
import { issueApiKey } from '../tenants/api-keys.ts';
import { audit } from '../tenants/audit.ts';
import { requireScope } from '../tenants/caller.ts';
import { changeTenant } from '../tenants/change-tenant.ts';
import { findIntegration, type IntegrationRow } from '../tenants/integration-queries.ts';
import { secretOwnerOf, urlKeyOwner, usesTenantSecret } from '../tenants/integration-view.ts';
import { deleteApiKey } from '../tenants/people-queries.ts';
import { deleteCredentials } from '../tenants/queries.ts';
import { openSecrets } from '../tenants/secrets.ts';
import type { TenantsContext } from '../tenants/tenants-context.ts';
import { formatNamed } from './formats.ts';
import type { Intake, IntakeRoute } from './receive.ts';
import { SAMPLES } from './samples.ts';

export const TestAlertBody = Type.Object(
  {
    body: Type.Optional(
      Type.String({
        maxLength: 262_144,
        description: 'Sent byte for byte instead of the sample, e.g. one that was refused',
      }),
    ),
  },
  { additionalProperties: false },
);
export type TestAlertBody = Static<typeof TestAlertBody>;

/** What the sender of the test alert would have got. */
export const TestResult = Type.Object({
  status: Type.Integer(),
  reply: Type.Unknown(),
  sent: Type.Unknown({ description: 'The body of the test alert' }),
});
export type TestResult = Static<typeof TestResult>;

type TestContext = TenantsContext & { readonly intake: Intake };

/**
 * Sends the format's sample, or the body that is given, through the front door, signed and addressed
 * as a sender would. 409 `not_testable` where the format has no sample or no URL.
 */
export async function sendTestAlert(
  context: TestContext,
  input: TestAlertBody & { readonly id: string },
): Promise<TestResult> {
  requireScope(context, 'responder');
  const { caller, intake } = context;
  const { row, secret, key } = await prepare(context, input.id);
  try {
    const route = intake.routes.find((one) => leadsTo(one, row));
    const sample = SAMPLES[row.format];
    if (!route || !sample) {
      throw conflict('not_testable', `There is no test alert for the format '${row.format}'.`);
    }
    const body = Buffer.from(input.body ?? JSON.stringify(sample));
    const { status, body: reply } = await intake.receive({
      route,
      address: addressOf(context, row),
      ip: caller.ip ?? '127.0.0.1',
      requestId: caller.requestId ?? newId('req'),
      headers: headersFor(row, body, secret, key?.token),
      body,
      isOwnTest: true,
    });
    return { status, reply, sent: input.body ?? sample };
  } finally {
    if (key) await endKey(context, key.row.key_id);
  }
}

/** What a sender of this integration has: its secret and, where one is asked for, an API key. */
function prepare(context: TestContext, id: string) {
  const { tenantId } = context.caller;
  const once = { ...context, caller: withoutKey(context.caller) };
  return changeTenant(once, { route: 'send-test-alert', input: { id } }, async (tx) => {
    const row = await findIntegration(tx, tenantId, id);
    if (!row) throw notFound('The integration');
    const [current] = await openSecrets(tx, context, secretOwnerOf(row));
    const key = needsKey(row, current !== undefined)
      ? await issueApiKey(tx, tenantId, {
          name: 'test alert',
          scope: 'ingest',
          memberId: null,
          now: context.clock(),
        })
      : undefined;
    await audit(tx, context, { action: 'integration.tested', targetId: id });
    return { row, secret: current?.text, key };
  });
}

/** A repeated test is a new test: what an `Idempotency-Key` would replay holds a dead key. */
function withoutKey<T extends { readonly idempotencyKey?: string }>(caller: T) {
  const { idempotencyKey: _, ...rest } = caller;
  return rest;
}

function needsKey(row: IntegrationRow, hasSecret: boolean): boolean {
  return row.format === 'causeflow' || (!hasSecret && row.settings.accept_api_key === true);
}

function endKey(context: TestContext, keyId: string): Promise<void> {
  const { tenantId } = context.caller;
  const once = { ...context, caller: withoutKey(context.caller) };
  return changeTenant(once, { route: 'send-test-alert', input: { keyId } }, async (tx) => {
    await deleteApiKey(tx, tenantId, keyId);
    await deleteCredentials(tx, tenantId, [keyId]);
  });
}

function leadsTo(route: IntakeRoute, row: IntegrationRow): boolean {
  const keyless = usesTenantSecret(row) ? 'tenant' : 'default';
  return route.format === row.format && route.addressedBy === (row.url_key ? 'key' : keyless);
}

function addressOf({ sealer }: TestContext, row: IntegrationRow): string {
  if (row.url_key) return sealer.open(row.url_key, urlKeyOwner(row.tenant_id, row.integration_id));
  return usesTenantSecret(row) ? row.tenant_id : '';
}

function headersFor(
  row: IntegrationRow,
  body: Buffer,
  secret: string | undefined,
  token: string | undefined,
): IncomingHttpHeaders {
  const headers: IncomingHttpHeaders = {
    'content-type': 'application/json',
    'content-length': String(body.length),
    'user-agent': 'tocsin-test',
  };
  const auth = formatNamed(row.format)?.auth;
  if (auth?.kind === 'hmac' && secret !== undefined) {
    const digest = hmacSha256(secret, body).toString('hex');
    headers[auth.headers[0] ?? ''] = signatureValue(auth.prefix, digest);
  }
  if (token !== undefined) {
    if (row.format === 'causeflow') headers['x-api-key'] = token;
    else headers.authorization = `Bearer ${token}`;
  }
  return headers;
}
