import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { toFailure } from '../api/failure.ts';
import { EmptyState } from './empty-state.tsx';

/** A page that could not be shown: what happened, and what to do. */
export function BrokenPage({
  error,
  whole = true,
}: {
  readonly error: unknown;
  /** Nothing else is on the page. */
  readonly whole?: boolean;
}) {
  const offline = toFailure(error).status === 0 && !(error instanceof TypeError);
  return (
    <EmptyState
      whole={whole}
      icon="warning"
      title="This page could not be shown"
      action={<Button onClick={() => location.reload()}>Try again</Button>}
    >
      {offline
        ? 'The hub could not be reached. Nothing was lost; try again when the network is back.'
        : error instanceof Error
          ? error.message
          : 'Something unexpected happened. Nothing was changed.'}
    </EmptyState>
  );
}

/** An address that leads nowhere. */
export function LostPage() {
  return (
    <EmptyState
      whole
      icon="search"
      title="There is nothing here"
      action={<Link to="/incidents">Go to the incidents</Link>}
    >
      The address may be mistyped, or what it named is gone.
    </EmptyState>
  );
}

/** {@link LostPage} where nothing surrounds it. */
export function LostScreen() {
  return (
    <main>
      <LostPage />
    </main>
  );
}

/** {@link BrokenPage} where nothing surrounds it. */
export function BrokenScreen({ error }: { readonly error: unknown }) {
  return (
    <main>
      <BrokenPage error={error} />
    </main>
  );
}
