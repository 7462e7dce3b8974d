import { hmacSha256 } from '../kernel/hashing.ts';
import { keyIdOf, type SecretKeys } from '../kernel/key-ring.ts';
import type { AuthSecret, AuthSecrets } from './auth-options.ts';

/** The secrets that people's sessions and second factors rest on, one of each of the hub's keys. */
export function authSecretsOf([first, ...others]: SecretKeys): AuthSecrets {
  return [secretOf(first), ...others.map(secretOf)];
}

function secretOf(key: Buffer): AuthSecret {
  const value = hmacSha256(key, 'tocsin: sessions and second factors').toString('base64url');
  return { version: Number.parseInt(keyIdOf(key), 16), value };
}
