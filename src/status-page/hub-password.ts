import { createPasswordHashing } from '../tenants/password-hashing.ts';

// Apart from signing in: who sets passwords of pages must not hold that up.
const hashing = createPasswordHashing();

/** The password of a private hub as it is stored (`hubs.password`). */
export function hashHubPassword(password: string): Promise<string> {
  return hashing.hash(password);
}
