/** One step of a JSON pointer (RFC 6901): `~` and `/` escaped. */
export function pointerStep(key: string | number): string {
  return `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`;
}
