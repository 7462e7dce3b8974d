import { invalid } from '../kernel/errors.ts';
import type { NotifyContext } from './notify-context.ts';

/** 422 for a URL that can never be called; the URL itself, a secret, is not repeated. */
export function requireUsableUrl(
  { outbound }: NotifyContext,
  url: string | null | undefined,
  pointer: string,
): void {
  const fault = url === null || url === undefined ? null : outbound.faultOf(url);
  if (fault === null) return;
  throw invalid(`The URL cannot be used: ${fault}.`, [
    { pointer, expected: 'a URL that may be called', received: fault },
  ]);
}
