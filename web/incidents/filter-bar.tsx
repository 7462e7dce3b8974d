import { useQuery } from '@tanstack/react-query';
import { type RefObject, useEffect, useState } from 'react';
import { api } from '../api/client.ts';
import { unwrap } from '../api/failure.ts';
import { Icon } from '../frame/icons.tsx';
import { PlainSelect } from '../frame/plain-select.tsx';
import { nameOfLevel, SeverityMark } from '../theme/severity-mark.tsx';
import { type IncidentFilter, SEVERITIES, SORTS, type Sort } from './filter.ts';
import classes from './filter-bar.module.css';

interface FilterBarProps {
  readonly filter: IncidentFilter;
  readonly onFilter: (filter: IncidentFilter) => void;
  readonly searchField: RefObject<HTMLInputElement | null>;
}

const TABS = [
  ['open', 'Open'],
  ['triggered', 'Triggered'],
  ['acknowledged', 'Acknowledged'],
  ['closed', 'Resolved'],
  ['all', 'All'],
] as const;

const SORT_WORDS: Readonly<Record<Sort, string>> = {
  newest: 'Newest first',
  oldest: 'Oldest first',
  severity: 'Worst first',
  updated: 'Last changed first',
};

/** What the list shows; all of it is in the address. */
export function FilterBar({ filter, onFilter, searchField }: FilterBarProps) {
  const set = (
    change: Partial<{ [Key in keyof IncidentFilter]: IncidentFilter[Key] | undefined }>,
  ) => onFilter({ ...filter, ...change } as IncidentFilter);
  const show = filter.show ?? 'open';
  return (
    <div className={classes.bar}>
      <div className={classes.tabs} role="group" aria-label="State">
        {TABS.map(([name, word]) => (
          <button
            key={name}
            type="button"
            className={classes.tab}
            aria-pressed={show === name}
            onClick={() => set({ show: name === 'open' ? undefined : name })}
          >
            {word}
          </button>
        ))}
      </div>
      <SearchField filter={filter} onSearch={(q) => set({ q })} field={searchField} />
      <Severities filter={filter} onChange={(severity) => set({ severity })} />
      <ServiceSelect value={filter.service} onChange={(service) => set({ service })} />
      <PlainSelect
        label="Order"
        value={filter.sort ?? 'newest'}
        options={SORTS.map((sort) => [sort, SORT_WORDS[sort]])}
        onChange={(sort) => set({ sort: sort === 'newest' ? undefined : (sort as Sort) })}
      />
      <Rest filter={filter} onFilter={onFilter} />
    </div>
  );
}

const TYPING_PAUSE = 250;

/** One character alone finds too much. */
const settled = (text: string) => (text.trim().length > 1 ? text.trim() : undefined);

function SearchField({
  filter,
  onSearch,
  field,
}: {
  readonly filter: IncidentFilter;
  readonly onSearch: (q: string | undefined) => void;
  readonly field: RefObject<HTMLInputElement | null>;
}) {
  const [text, setText] = useState(filter.q ?? '');
  const q = settled(text);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only what is typed starts the wait
  useEffect(() => {
    if (q === filter.q) return undefined;
    const timer = setTimeout(() => onSearch(q), TYPING_PAUSE);
    return () => clearTimeout(timer);
  }, [q]);
  // Taken off elsewhere, it is gone here, too.
  useEffect(
    () => setText((typed) => (settled(typed) === filter.q ? typed : (filter.q ?? ''))),
    [filter.q],
  );
  return (
    <label className={classes.search}>
      <Icon name="search" size={14} />
      <span className="visually-hidden">Search titles and descriptions</span>
      <input
        ref={field}
        type="search"
        placeholder="Filter by text"
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') event.currentTarget.blur();
        }}
      />
    </label>
  );
}

function Severities({
  filter,
  onChange,
}: {
  readonly filter: IncidentFilter;
  readonly onChange: (severity: IncidentFilter['severity'] | undefined) => void;
}) {
  const chosen = filter.severity ?? [];
  return (
    <div className={classes.severities} role="group" aria-label="Severity">
      {SEVERITIES.map((severity) => {
        const on = chosen.includes(severity);
        const next = on ? chosen.filter((other) => other !== severity) : [...chosen, severity];
        return (
          <button
            key={severity}
            type="button"
            className={classes.severity}
            aria-pressed={on}
            title={nameOfLevel(severity)}
            onClick={() => onChange(next.length > 0 ? next : undefined)}
          >
            <SeverityMark level={severity} word={false} />
          </button>
        );
      })}
    </div>
  );
}

function ServiceSelect({
  value,
  onChange,
}: {
  readonly value: string | undefined;
  readonly onChange: (service: string | undefined) => void;
}) {
  const { data } = useQuery({
    queryKey: ['services', 'names'],
    queryFn: async () =>
      unwrap(await api.GET('/api/v1/services', { params: { query: { limit: 200 } } })),
  });
  const names = (data?.data ?? []).map(({ name }) => name);
  const known = value && !names.includes(value) ? [value, ...names] : names;
  return (
    <PlainSelect
      label="Service"
      value={value ?? ''}
      options={[['', 'All services'], ...known.map((name) => [name, name] as const)]}
      onChange={(service) => onChange(service || undefined)}
    />
  );
}

/** Filters that have no field of their own here, each with a way to take it off. */
function Rest({ filter, onFilter }: Pick<FilterBarProps, 'filter' | 'onFilter'>) {
  const { snoozed, flagged, label = [], from, to, ...others } = filter;
  const left = { snoozed, flagged, label, from, to };
  const chips: readonly (readonly [string, object])[] = [
    ...label.map((pair) => [pair, { label: label.filter((other) => other !== pair) }] as const),
    ...(snoozed === undefined
      ? []
      : [[snoozed ? 'Snoozed' : 'Not snoozed', { snoozed: undefined }] as const]),
    ...(flagged === undefined
      ? []
      : [[flagged ? 'Recovered' : 'Not recovered', { flagged: undefined }] as const]),
    ...(from ? [[`From ${from}`, { from: undefined }] as const] : []),
    ...(to ? [[`Until ${to}`, { to: undefined }] as const] : []),
  ];
  return chips.map(([word, change]) => (
    <button
      key={word}
      type="button"
      className={classes.chip}
      aria-label={`Remove the filter ${word}`}
      onClick={() => onFilter({ ...others, ...left, ...change } as IncidentFilter)}
    >
      {word} <Icon name="close" size={12} />
    </button>
  ));
}
