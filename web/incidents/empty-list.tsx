import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { api } from '../api/client.ts';
import { unwrap } from '../api/failure.ts';
import { CodeSnippet } from '../frame/code-snippet.tsx';
import { EmptyState } from '../frame/empty-state.tsx';
import type { IncidentFilter } from './filter.ts';

interface EmptyListProps {
  readonly filter: IncidentFilter;
  readonly onFilter: (filter: IncidentFilter) => void;
}

/** No incident to show: because of the filter, because all is quiet, or because none ever came. */
export function EmptyList({ filter, onFilter }: EmptyListProps) {
  const { show: _, sort: __, ...narrowing } = filter;
  const filtered = Object.keys(narrowing).length > 0;
  const { data: any } = useQuery({
    queryKey: ['any-incident'],
    queryFn: async () =>
      unwrap(await api.GET('/api/v1/incidents', { params: { query: { limit: 1 } } })).data.length >
      0,
  });
  if (filtered) {
    return (
      <EmptyState
        icon="filter"
        title="No incident matches"
        action={<Button onClick={() => onFilter({})}>Show what is open</Button>}
      >
        The filter leaves nothing over.
      </EmptyState>
    );
  }
  if (any === undefined) return <div />;
  if (!any) return <NeverAny />;
  return (
    <EmptyState
      icon="check"
      title="All quiet"
      action={
        <Button variant="default" onClick={() => onFilter({ show: 'all' })}>
          Show all incidents
        </Button>
      }
    >
      Nothing here needs you now. New incidents appear by themselves.
    </EmptyState>
  );
}

const EXAMPLE = {
  alerts: [
    {
      title: 'Redis memory usage above 90%',
      severity: 'critical',
      external_id: 'first-alert',
      labels: { service: 'redis' },
    },
  ],
};

/** Teaches with the line that opens the first incident. */
function NeverAny() {
  const { data } = useQuery({
    queryKey: ['integrations', 'first'],
    queryFn: async () =>
      unwrap(await api.GET('/api/v1/integrations', { params: { query: { limit: 50 } } })),
  });
  const generic = data?.data.find(({ format, url }) => format === 'regen' && url);
  const url = generic?.url ?? `${location.origin}/api/v1/webhooks/generic`;
  const signed = generic?.has_secret ?? false;
  return (
    <EmptyState
      icon="bell"
      title="Waiting for the first alert"
      action={<CodeSnippet label="Open a first incident" code={curl(url, signed)} wrap />}
    >
      Send one from any tool that can post JSON. The incident appears here as soon as it arrives.
      {signed ? ' This integration is signed: put its secret in SECRET.' : ''}
    </EmptyState>
  );
}

function curl(url: string, signed: boolean): string {
  const body = JSON.stringify(EXAMPLE);
  const plain = `curl -sS ${url} -H 'Content-Type: application/json'`;
  if (!signed) return `${plain} -d '${body}'`;
  return `BODY='${body}'
${plain} -H "X-Regen-Signature: sha256=$(printf %s "$BODY" | openssl dgst -sha256 -hmac "$SECRET" -hex | sed 's/.* //')" -d "$BODY"`;
}
