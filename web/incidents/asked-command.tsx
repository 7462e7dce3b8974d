import { lazy, Suspense } from 'react';
import { useAsked } from './asked-commands.ts';

const Dialogs = lazy(async () => {
  const { CommandDialog } = await import('./command-dialog.tsx');
  return { default: CommandDialog };
});

/** The dialog of the command that is being asked about; fetched when the first one is. */
export function AskedCommand() {
  const asked = useAsked();
  if (asked === null) return null;
  return (
    <Suspense>
      <Dialogs key={asked.type} type={asked.type} rows={asked.rows} />
    </Suspense>
  );
}
