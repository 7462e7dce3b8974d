import { useEffect, useRef, useState } from 'react';
import { Icon } from '../frame/icons.tsx';
import { PlainSelect } from '../frame/plain-select.tsx';
import { useCommands } from '../frame/use-commands.ts';
import { SEVERITIES } from '../incidents/filter.ts';
import bar from '../incidents/filter-bar.module.css';
import { nameOfLevel } from '../theme/severity-mark.tsx';
import type { AlertFilter } from './alert-filter.ts';

interface AlertFilterBarProps {
  readonly filter: AlertFilter;
  readonly onFilter: (filter: AlertFilter) => void;
}

const TABS = [
  [undefined, 'All'],
  ['firing', 'Firing'],
  ['resolved', 'Recovered'],
] as const;

const TYPING_PAUSE = 250;

/** What the list of alerts shows. */
export function AlertFilterBar({ filter, onFilter }: AlertFilterBarProps) {
  const { status, severity, q, ...rest } = filter;
  const [text, setText] = useState(q ?? '');
  const field = useRef<HTMLInputElement>(null);
  useCommands('page', [
    {
      id: 'search-alerts',
      label: 'Search in the list',
      group: 'Alerts',
      keys: '/',
      run: () => field.current?.focus(),
    },
  ]);
  const wanted = text.trim().length > 1 ? text.trim() : undefined;
  const change = (next: {
    status?: typeof status | undefined;
    severity?: string | undefined;
    q?: string | undefined;
  }) => {
    const merged = { status, severity, q, ...next };
    const given = Object.entries(merged).filter(([, value]) => value !== undefined && value !== '');
    onFilter({ ...rest, ...Object.fromEntries(given) });
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: only what is typed starts the wait
  useEffect(() => {
    if (wanted === q) return undefined;
    const timer = setTimeout(() => change({ q: wanted }), TYPING_PAUSE);
    return () => clearTimeout(timer);
  }, [wanted]);
  return (
    <div className={bar.bar}>
      <div className={bar.tabs} role="group" aria-label="Status">
        {TABS.map(([name, word]) => (
          <button
            key={word}
            type="button"
            className={bar.tab}
            aria-pressed={status === name}
            onClick={() => change({ status: name })}
          >
            {word}
          </button>
        ))}
      </div>
      <label className={bar.search}>
        <Icon name="search" size={14} />
        <span className="visually-hidden">Search titles and descriptions</span>
        <input
          ref={field}
          type="search"
          placeholder="Filter by text"
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
      </label>
      <PlainSelect
        label="Severity"
        value={severity ?? ''}
        options={[
          ['', 'All severities'],
          ...SEVERITIES.map((word) => [word, nameOfLevel(word)] as const),
        ]}
        onChange={(word) => change({ severity: word })}
      />
    </div>
  );
}
