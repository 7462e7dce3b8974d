import { useQuery } from '@tanstack/react-query';
import { api } from '../api/client.ts';
import { unwrap } from '../api/failure.ts';
import { Icon } from '../frame/icons.tsx';
import { PlainSelect } from '../frame/plain-select.tsx';
import type { AuditFilter } from './audit-filter.ts';
import { actionWords, NOUNS } from './audit-words.ts';
import { useMembers } from './members.ts';
import classes from './settings.module.css';

interface AuditFilterBarProps {
  readonly filter: AuditFilter;
  readonly onFilter: (filter: AuditFilter) => void;
}

/** By person, action, object and time; the hub filters, so that nothing older is missed. */
export function AuditFilterBar({ filter, onFilter }: AuditFilterBarProps) {
  const { actor = '', action = '', target, from = '', to = '' } = filter;
  const set = (name: keyof AuditFilter, value: string) => {
    const { [name]: _, ...rest } = filter;
    onFilter(value === '' ? rest : { ...rest, [name]: value });
  };
  const actors = useActors(actor);
  const nouns = action.includes('.') ? [[action, actionWords(action)] as const, ...NOUNS] : NOUNS;
  return (
    <div className={classes.bar}>
      <PlainSelect
        label="Who"
        value={actor}
        options={[['', 'Everybody'], ...actors]}
        onChange={(value) => set('actor', value)}
      />
      <PlainSelect
        label="What"
        value={action}
        options={[['', 'All changes'], ...nouns]}
        onChange={(value) => set('action', value)}
      />
      <DayField label="From" value={from} onChange={(value) => set('from', value)} />
      <DayField label="To" value={to} onChange={(value) => set('to', value)} />
      {target ? (
        <button type="button" className={classes.chip} onClick={() => set('target', '')}>
          Of {target} <Icon name="close" size={12} />
          <span className="visually-hidden">Show all objects</span>
        </button>
      ) : null}
    </div>
  );
}

/** Members and keys; whoever is asked for and is no longer there goes by their id. */
function useActors(asked: string): readonly (readonly [string, string])[] {
  const members = useMembers() ?? [];
  const { data: keys } = useQuery({
    queryKey: ['api-keys', 'choice'],
    queryFn: async ({ signal }) =>
      unwrap(await api.GET('/api/v1/api-keys', { params: { query: { limit: 200 } }, signal })).data,
  });
  const known: (readonly [string, string])[] = [
    ...members.map(({ id, name }) => [id, name] as const),
    ...(keys ?? []).map(({ id, name }) => [id, `Key '${name}'`] as const),
    ['operator', 'The operator'],
    ['system', 'The hub'],
  ];
  const isKnown = asked === '' || known.some(([id]) => id === asked);
  return isKnown ? known : [...known, [asked, asked]];
}

interface DayFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

function DayField({ label, value, onChange }: DayFieldProps) {
  return (
    <label className={classes.day}>
      {label}
      <input
        type="date"
        className={classes.filter}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    </label>
  );
}
