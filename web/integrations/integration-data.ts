import { queryOptions } from '@tanstack/react-query';
import { api } from '../api/client.ts';
import { unwrap } from '../api/failure.ts';
import type { paths } from '../api/schema.ts';

/** The body of a successful GET, from the document's types. */
type Body<Path extends keyof paths> = paths[Path] extends {
  get: { responses: { 200: { content: { 'application/json': infer Found } } } };
}
  ? Found
  : never;

export type Integration = Body<'/api/v1/integrations/{id}'>;
export type Format = Body<'/api/v1/formats'>['data'][number];
export type ReceiptPage = Body<'/api/v1/integrations/{id}/receipts'>;
export type Receipt = ReceiptPage['data'][number];
export type Outcome = Receipt['outcome'];

/** All integrations, oldest first; without the keys in their addresses, whose every look is audited. */
export const integrationsQuery = queryOptions({
  queryKey: ['integrations', 'all'],
  queryFn: async () => {
    const found: Integration[] = [];
    for (let cursor: string | null = null; ; ) {
      const query: { limit: number; cursor?: string } = { limit: 200, ...(cursor && { cursor }) };
      const page: Body<'/api/v1/integrations'> = unwrap(
        await api.GET('/api/v1/integrations', { params: { query } }),
      );
      found.push(...page.data);
      cursor = page.next_cursor;
      if (cursor === null) return found;
    }
  },
});

export type Health = Body<'/api/v1/integrations/health'>['data'][number];

/** How every integration did in the last 24 hours, by id. */
export const healthQuery = queryOptions({
  queryKey: ['integrations', 'health'],
  queryFn: async ({ signal }) => unwrap(await api.GET('/api/v1/integrations/health', { signal })),
  select: ({ data }): ReadonlyMap<string, Health> =>
    new Map(data.map((one) => [one.integration_id, one])),
  refetchInterval: 10_000,
  staleTime: 5_000,
});

/** The formats of this hub; they change with its version only. */
export const formatsQuery = queryOptions({
  queryKey: ['formats'],
  queryFn: async () => unwrap(await api.GET('/api/v1/formats', {})).data,
  staleTime: Number.POSITIVE_INFINITY,
});

/** The newest receipts and the counts of the last hour; `outcome` null: of every outcome. */
export function receiptsQuery(id: string, outcome: Outcome | null, limit: number) {
  return queryOptions({
    queryKey: ['integrations', 'receipts', id, outcome, limit],
    queryFn: async ({ signal }) => {
      const query = { limit, ...(outcome && { outcome }) };
      const params = { path: { id }, query };
      return unwrap(await api.GET('/api/v1/integrations/{id}/receipts', { params, signal }));
    },
    staleTime: 0,
  });
}

/** The title of a format, or its name where the hub no longer offers it. */
export function titleOf(formats: readonly Format[] | undefined, name: string): string {
  return formats?.find((format) => format.name === name)?.title ?? name;
}
