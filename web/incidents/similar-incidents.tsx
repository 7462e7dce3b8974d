import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { api } from '../api/client.ts';
import { unwrap } from '../api/failure.ts';
import { Age } from '../frame/age.tsx';
import { ProgressMark } from '../theme/progress-mark.tsx';
import classes from './similar-incidents.module.css';

/** Incidents like this one, so that nobody finds out twice. */
export function SimilarIncidents({ id }: { readonly id: string }) {
  const { data } = useQuery({
    queryKey: ['similar', id],
    queryFn: async () =>
      unwrap(await api.GET('/api/v1/incidents/{id}/similar', { params: { path: { id } } })).data,
    staleTime: 5 * 60_000,
    retry: false,
  });
  if (!data || data.length === 0) return null;
  return (
    <section aria-labelledby="similar">
      <h2 id="similar">Similar</h2>
      <ul className={classes.list}>
        {data.map((other) => (
          <li key={other.id} className={classes.item}>
            <Link
              to={`/incidents/${other.id}`}
              dir="auto"
              className={classes.title}
              title={other.title}
            >
              {other.title}
            </Link>
            <span className={classes.note}>
              <ProgressMark progress={other.progress} />
              <span>
                <Age at={other.created_at} /> ago
              </span>
            </span>
            {other.resolution || other.root_cause ? (
              <span className={classes.outcome} dir="auto">
                {other.resolution || other.root_cause}
              </span>
            ) : null}
          </li>
        ))}
      </ul>
    </section>
  );
}
