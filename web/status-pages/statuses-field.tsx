import { useQuery } from '@tanstack/react-query';
import { PlainSelect } from '../frame/plain-select.tsx';
import shared from '../settings/settings.module.css';
import type { Impact } from './report-data.ts';
import { IMPACTS } from './state-words.ts';
import { componentsQuery } from './status-data.ts';
import classes from './status-pages.module.css';

type Statuses = Readonly<Record<string, Impact>>;

interface StatusesFieldProps {
  readonly hubId: string;
  readonly value: Statuses;
  readonly onChange: (value: Statuses) => void;
  /** What the report says of services so far. */
  readonly now?: Statuses;
  readonly error?: string | null | undefined;
  /** Nothing can be said of services: a resolved report leaves them up. */
  readonly allUp?: boolean;
}

const NOT_NAMED = '';

/** How each service that the page shows is left. */
export function StatusesField(props: StatusesFieldProps) {
  const { hubId, value, onChange, now = {}, error, allUp = false } = props;
  const { data } = useQuery(componentsQuery(hubId));
  const shown = (data ?? []).filter(({ visible, service_id }) => visible || service_id in value);
  const options = (id: string) => [
    [NOT_NAMED, id in now ? `As before: ${now[id]}` : 'Not affected'] as const,
    ...IMPACTS,
  ];
  const set = (id: string, chosen: string) => {
    const { [id]: _, ...rest } = value;
    onChange(chosen === NOT_NAMED ? rest : { ...rest, [id]: chosen as Impact });
  };
  if (allUp) return <p className={shared.muted}>Its services are up again.</p>;
  return (
    <fieldset className={classes.fieldset}>
      <legend>Services</legend>
      {shown.length === 0 ? (
        <p className={shared.muted}>The page shows no services.</p>
      ) : (
        <ul className={classes.impacts}>
          {shown.map(({ service_id, name }) => (
            <li key={service_id}>
              <span className={classes.impactName} dir="auto">
                {name}
              </span>
              <PlainSelect
                label={`Status of ${name}`}
                value={value[service_id] ?? NOT_NAMED}
                options={options(service_id)}
                onChange={(chosen) => set(service_id, chosen)}
              />
            </li>
          ))}
        </ul>
      )}
      {error ? (
        <p className={shared.fault} role="alert">
          {error}
        </p>
      ) : null}
    </fieldset>
  );
}
