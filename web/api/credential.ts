/** What requests are signed in with beside the cookie: an API key, and the tenant that is meant. */
export interface Credential {
  readonly apiKey: string | null;
  /** Slug or id; null: the server's choice. */
  readonly tenant: string | null;
}

const KEY = 'tocsin-api-key';
const TENANT = 'tocsin-tenant';

let current: Credential = { apiKey: read('sessionStorage', KEY), tenant: readTenant() };

/** The credential of this tab. */
export function credential(): Credential {
  return current;
}

/** Signs this tab in with an API key, for hubs without people; null forgets it. */
export function signInWithKey(apiKey: string | null): void {
  current = { ...current, apiKey };
  write('sessionStorage', KEY, apiKey);
}

/** Makes a tenant the one that requests of this tab mean; new tabs begin with it. */
export function actInTenant(tenant: string | null): void {
  current = { ...current, tenant };
  write('sessionStorage', TENANT, tenant);
  write('localStorage', TENANT, tenant);
}

/** The headers that say who asks. */
export function credentialHeaders(): Record<string, string> {
  const { apiKey, tenant } = current;
  return {
    ...(apiKey !== null && { authorization: `Bearer ${apiKey}` }),
    ...(tenant !== null && apiKey === null && { 'x-tenant': tenant }),
  };
}

function readTenant(): string | null {
  return read('sessionStorage', TENANT) ?? read('localStorage', TENANT);
}

type Storage = 'sessionStorage' | 'localStorage';

/** Storage may be switched off; then nothing is remembered. */
function read(storage: Storage, key: string): string | null {
  try {
    return globalThis[storage].getItem(key);
  } catch {
    return null;
  }
}

function write(storage: Storage, key: string, value: string | null): void {
  try {
    if (value === null) globalThis[storage].removeItem(key);
    else globalThis[storage].setItem(key, value);
  } catch {
    // Not remembered, then.
  }
}
