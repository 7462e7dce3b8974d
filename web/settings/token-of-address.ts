/** The token of a link: behind the #, where no server or proxy writes it down. Empty: none. */
export function tokenOfAddress(): string {
  return new URLSearchParams(location.hash.slice(1)).get('token') ?? '';
}
