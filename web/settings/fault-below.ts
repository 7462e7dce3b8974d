import type { Failure } from '../api/failure.ts';

/** What is wrong with a field or a part of it (`options`, `options/1`), in the hub's words. */
export function faultBelow(failure: Failure | null, name: string): string | null {
  const isBelow = (pointer: string) => pointer === `/${name}` || pointer.startsWith(`/${name}/`);
  const found = failure?.problem.errors?.find(({ pointer }) => isBelow(pointer));
  return found ? `Expected ${found.expected}.` : null;
}
