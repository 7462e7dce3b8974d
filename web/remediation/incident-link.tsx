import { Link } from '@tanstack/react-router';
import { useIncident } from '../incidents/use-incident.ts';

/** An incident by its title, which a list of runs does not know. */
export function IncidentLink({ id }: { readonly id: string }) {
  const { data } = useIncident(id);
  return (
    <Link to={`/incidents/${id}`} dir="auto" title={data?.title}>
      {data?.title ?? 'Its incident'}
    </Link>
  );
}
