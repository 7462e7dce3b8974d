import { useQuery } from '@tanstack/react-query';
import shared from '../settings/settings.module.css';
import { componentsQuery } from './status-data.ts';

interface ComponentsFieldProps {
  readonly hubId: string;
  readonly chosen: readonly string[];
  readonly onChoose: (ids: readonly string[]) => void;
  readonly error: string | null;
}

/** Components to tick; none ticked means the whole page. */
export function ComponentsField({ hubId, chosen, onChoose, error }: ComponentsFieldProps) {
  const { data } = useQuery(componentsQuery(hubId));
  const shown = (data ?? []).filter(({ visible }) => visible);
  if (shown.length === 0) return null;
  const toggle = (id: string) =>
    onChoose(chosen.includes(id) ? chosen.filter((other) => other !== id) : [...chosen, id]);
  return (
    <div className={shared.field}>
      <span className={shared.label}>Components</span>
      <span className={shared.muted}>None ticked: everything on the page.</span>
      <div className={shared.choices} role="group" aria-label="Components">
        {shown.map(({ service_id, name }) => (
          <label key={service_id} className={shared.choice}>
            <input
              type="checkbox"
              checked={chosen.includes(service_id)}
              onChange={() => toggle(service_id)}
            />
            <span dir="auto">{name}</span>
          </label>
        ))}
      </div>
      {error ? (
        <span className={shared.fault} role="alert">
          {error}
        </span>
      ) : null}
    </div>
  );
}
