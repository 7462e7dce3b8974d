import { useLocation } from '@tanstack/react-router';

/** The token of a link: behind the #, where no server or proxy writes it down. Empty: none. */
export function useTokenOfAddress(): string {
  const hash = useLocation({ select: (location) => location.hash });
  return new URLSearchParams(hash).get('token') ?? '';
}
