import { useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import { api } from '../api/client.ts';
import { unwrap } from '../api/failure.ts';
import { useOfferedCommands } from './use-commands.ts';

/** A line of the palette. */
export interface PaletteEntry {
  readonly id: string;
  readonly label: string;
  /** At the right: where it belongs. */
  readonly note: string;
  readonly keys?: string | undefined;
  readonly run: () => void;
}

const RECENT = 'tocsin-recent-commands';
const RECENT_COUNT = 5;
const PAUSE = 150;

/** The commands that can be done now and fit the text; lately used ones first. */
export function usePaletteCommands(text: string): readonly PaletteEntry[] {
  const commands = useOfferedCommands();
  return useMemo(() => {
    const recent = readRecent();
    const words = text.trim().toLowerCase().split(/\s+/).filter(Boolean);
    const rank = (id: string) => (recent.indexOf(id) + 1 || RECENT_COUNT + 1) as number;
    return commands
      .filter(({ hidden }) => !hidden)
      .filter(({ label, group }) => fits(`${label} ${group}`.toLowerCase(), words))
      .toSorted((a, b) => rank(a.id) - rank(b.id))
      .map(({ id, label, group, keys, run }) => ({
        id,
        label,
        note: group,
        keys,
        run: () => {
          noteRecent(id);
          run();
        },
      }));
  }, [commands, text]);
}

function fits(haystack: string, words: readonly string[]): boolean {
  return words.every((word) => haystack.includes(word));
}

/** Incidents whose title or description has the text, open ones or not. */
export function useFoundIncidents(
  text: string,
  open: (id: string) => void,
): readonly PaletteEntry[] {
  const q = useSettled(text.trim(), PAUSE);
  const { data } = useQuery({
    queryKey: ['palette', q],
    queryFn: async ({ signal }) =>
      unwrap(await api.GET('/api/v1/incidents', { params: { query: { q, limit: 8 } }, signal })),
    enabled: q.length > 1,
    staleTime: 5_000,
  });
  if (q.length < 2 || text.trim().length < 2) return [];
  return (data?.data ?? []).map(({ id, title, progress, severity }) => ({
    id,
    label: title,
    note: `${severity}, ${progress}`,
    run: () => open(id),
  }));
}

/** The value once it has not changed for so many milliseconds. */
function useSettled<Value>(value: Value, milliseconds: number): Value {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), milliseconds);
    return () => clearTimeout(timer);
  }, [value, milliseconds]);
  return settled;
}

function readRecent(): readonly string[] {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(RECENT) ?? '[]');
    return Array.isArray(stored) ? stored.map(String) : [];
  } catch {
    return [];
  }
}

function noteRecent(id: string): void {
  const next = [id, ...readRecent().filter((other) => other !== id)].slice(0, RECENT_COUNT);
  try {
    localStorage.setItem(RECENT, JSON.stringify(next));
  } catch {
    // Not remembered, then.
  }
}
