import { useQuery } from '@tanstack/react-query';
import { api } from '../api/client.ts';
import { unwrap } from '../api/failure.ts';
import classes from './settings.module.css';

interface ServicesFieldProps {
  readonly chosen: readonly string[];
  readonly onChoose: (ids: string[]) => void;
  readonly error?: string | null | undefined;
}

/** Services to tick, at most 200; none ticked means all. Nothing where there are none. */
export function ServicesField({ chosen, onChoose, error }: ServicesFieldProps) {
  const { data } = useQuery({
    queryKey: ['services', 'choice'],
    queryFn: async ({ signal }) =>
      unwrap(await api.GET('/api/v1/services', { params: { query: { limit: 200 } }, signal })),
  });
  const services = data?.data ?? [];
  if (services.length === 0) return null;
  const toggle = (id: string) =>
    onChoose(chosen.includes(id) ? chosen.filter((other) => other !== id) : [...chosen, id]);
  return (
    <div className={classes.field}>
      <span className={classes.label}>Services</span>
      <span className={classes.muted}>Only their incidents. None ticked: every incident.</span>
      <div className={classes.choices} role="group" aria-label="Services">
        {services.map(({ id, name }) => (
          <label key={id} className={classes.choice}>
            <input type="checkbox" checked={chosen.includes(id)} onChange={() => toggle(id)} />
            <span dir="auto">{name}</span>
          </label>
        ))}
      </div>
      {error ? (
        <span className={classes.fault} role="alert">
          {error}
        </span>
      ) : null}
    </div>
  );
}
