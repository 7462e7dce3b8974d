import { refusalWords } from '../ingress/refusal-words.ts';
import type { Problem } from '../kernel/errors.ts';
import type { Endpoint } from '../tenants/directory.ts';
import type { EventOutcome, Format, Reply } from './format.ts';
import type { IntakeDeps, IntakeRequest } from './receive.ts';
import { MAX_BODY_BYTES } from './routes.ts';

/** What was found out about a request before it failed or succeeded. */
export interface Progress {
  format: Format;
  endpoint: Endpoint | undefined;
  /** As it came; with the key that it carries in its address, once that is read. */
  request: IntakeRequest;
}

/** What receipts say of any request. */
export function factsOf(
  { ip, requestId, headers, body }: IntakeRequest,
  { tenant, integration }: Endpoint,
) {
  return {
    tenantId: tenant.tenantId,
    integrationId: integration.integrationId,
    ip,
    requestId,
    headers,
    bodyBytes: body === 'too_large' ? MAX_BODY_BYTES + 1 : body.length,
  };
}

export function noteAccepted(
  { receipts }: IntakeDeps,
  progress: Progress,
  reply: Reply,
  warnings: readonly string[],
  outcomes: readonly EventOutcome[],
): void {
  const { endpoint, request } = progress;
  if (!endpoint) return;
  const duplicate = outcomes.some(({ action }) => action === 'duplicate');
  receipts.accepted({
    ...factsOf(request, endpoint),
    status: reply.status,
    outcome: duplicate ? 'duplicate' : 'accepted',
    warnings,
    // What nothing was made of is kept, so that somebody can see what it said.
    body: outcomes.length === 0 ? keptBody(progress) : null,
  });
}

export function noteRefusal(
  { receipts }: IntakeDeps,
  progress: Progress,
  problem: Problem,
  status: number,
): void {
  const { endpoint, request } = progress;
  if (!endpoint) return;
  receipts.refused({
    ...factsOf(request, endpoint),
    status,
    code: problem.code,
    detail: refusalWords(problem),
    body: keptBody(progress),
  });
}

/** The body without the key that it may carry; none where the key is spelt in another way. */
function keptBody({ format: { auth }, request }: Progress): Buffer | null {
  const { address, body, route } = request;
  if (body === 'too_large') return null;
  if (auth.kind !== 'key') return body;
  const text = body.toString('latin1');
  if (text.includes(address)) return Buffer.from(text.replaceAll(address, '[redacted]'), 'latin1');
  return route.addressedBy === 'carried' && auth.place.in === 'body' ? null : body;
}
