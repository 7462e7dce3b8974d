import { useMemo } from 'react';
import { useServices } from '../webhooks/use-services.ts';

/** Names of services by their id. */
export function useServiceNames(): ReadonlyMap<string, string> {
  const services = useServices();
  return useMemo(() => new Map(services.map(({ id, name }) => [id, name])), [services]);
}
