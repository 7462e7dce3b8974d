import type { Failure } from '../api/failure.ts';

/** Why a URL was refused; null: it was not. */
export function urlFault(failure: Failure | null): string | null {
  const found = failure?.problem.errors?.find(({ pointer }) => pointer === '/url');
  return found ? `Expected ${found.expected}${because(found.received)}.` : null;
}

/** Of the headers as a whole, or of the first one that is wrong. */
export function headerFault(failure: Failure | null): string | null {
  const found = failure?.problem.errors?.find(({ pointer }) => pointer.startsWith('/headers'));
  if (!found) return null;
  const name = found.pointer.slice('/headers/'.length);
  return `${name ? `${name}: expected` : 'Expected'} ${found.expected}${because(found.received)}.`;
}

function because(received: string): string {
  return received === '' ? '' : `: ${received}`;
}
