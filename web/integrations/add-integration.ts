import { api } from '../api/client.ts';
import { unwrap } from '../api/failure.ts';
import { queryClient } from '../api/query-client.ts';
import { type Format, type Integration, integrationsQuery } from './integration-data.ts';

/** A new integration, with what is shown of it this once. */
export interface Added {
  readonly id: string;
  readonly name: string;
  readonly url: string;
  readonly secret: string | null;
  /** For formats that cannot sign: a key that may send alerts and nothing else. */
  readonly apiKey: string | null;
}

/** Creates an integration and, for a format without a signature, the key that its tool sends. */
export async function addIntegration(
  format: Format,
  name: string,
  attempt: string,
): Promise<Added> {
  const made: Integration & { readonly url: string; readonly secret: string | null } = unwrap(
    (await api.POST('/api/v1/integrations', {
      body: { format: format.name, name },
      headers: { 'idempotency-key': attempt },
    })) as never,
  );
  void queryClient.invalidateQueries({ queryKey: integrationsQuery.queryKey });
  const { id, url, secret } = made;
  const apiKey = format.credential === 'api_key' ? await ingestKey(name, `${attempt}-key`) : null;
  return { id, name, url, secret, apiKey };
}

async function ingestKey(name: string, attempt: string): Promise<string> {
  const made: { readonly key: string } = unwrap(
    (await api.POST('/api/v1/api-keys', {
      body: { name: `Integration ${name}`.slice(0, 100), scope: 'ingest' },
      headers: { 'idempotency-key': attempt },
    })) as never,
  );
  return made.key;
}
