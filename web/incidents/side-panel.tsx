import { useMediaQuery } from '@mantine/hooks';
import { lazy, useEffect, useState } from 'react';
import type { IncidentRow } from '../api/shapes.ts';
import { useActiveId } from './list-selection.ts';

const Panel = lazy(async () => {
  const { IncidentPanel } = await import('./incident-panel.tsx');
  return { default: IncidentPanel };
});

/** Moving fast through the list opens nothing, in milliseconds. */
const PAUSE = 120;

/** The incident in use, beside the list where there is room. */
export function SidePanel({ rows }: { readonly rows: readonly IncidentRow[] }) {
  const wide = useMediaQuery('(min-width: 1180px)', undefined, { getInitialValueInEffect: false });
  const active = useActiveId();
  const [shown, setShown] = useState(active);
  useEffect(() => {
    const timer = setTimeout(() => setShown(active), active === null ? 0 : PAUSE);
    return () => clearTimeout(timer);
  }, [active]);
  if (!wide || shown === null || !rows.some(({ id }) => id === shown)) return null;
  return <Panel id={shown} />;
}
