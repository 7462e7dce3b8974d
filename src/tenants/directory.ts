import { sha256 } from '../kernel/hashing.ts';
import type { Instant } from '../kernel/time.ts';
import type {
  IntegrationSettings,
  StoredActor,
  StoredPerson,
  TenantSettings,
} from '../store/tables.ts';
import { API_KEY_PATTERN } from './api-key-schemas.ts';
import type { Scope } from './caller.ts';
import {
  type DirectorySource,
  loadApiKey,
  loadEndpointByKey,
  loadImplicitEndpoint,
  loadPeople,
  loadTenant,
} from './directory-loading.ts';
import { createEntryCache, type EntryCache } from './entry-cache.ts';
import { createKeyUsage } from './key-usage.ts';
import { mentionService, serviceNameOf } from './mention-service.ts';

/** A tenant as the hot path needs it. */
export interface TenantEntry {
  readonly tenantId: string;
  readonly slug: string;
  readonly name: string;
  readonly accountId: number;
  readonly settings: TenantSettings;
  /** A webhook wants events of alerts (`a_*`); without one none are made. */
  readonly listensToAlerts: boolean;
  /** Who becomes a responder of a service's incidents, by service id; services with nobody are not in it. */
  readonly serviceResponders: ReadonlyMap<string, readonly StoredPerson[]>;
}

/** An integration with its active secrets in the clear; never leaves the process. */
export interface IntegrationEntry {
  readonly integrationId: string;
  readonly format: string;
  readonly name: string;
  readonly settings: IntegrationSettings;
  /** Current secret first, then the last one while its overlap lasts. Empty: none configured. */
  readonly secrets: readonly string[];
}

export interface Endpoint {
  readonly tenant: TenantEntry;
  readonly integration: IntegrationEntry;
}

/** Members by id. */
export type People = ReadonlyMap<string, StoredPerson>;

export interface ApiKeyEntry {
  readonly tenantId: string;
  readonly keyId: string;
  readonly scope: Scope;
  readonly actor: StoredActor;
  /** Null: not by itself. */
  readonly expiresAt: Instant | null;
}

/**
 * Who is behind a URL or a credential, answered from short-lived bounded caches (no query per
 * request). Unknown ones are cached too, so that guessing costs the database little. Every writer
 * in this process calls `forget`; other replicas notice within {@link DIRECTORY_TTL}.
 */
export interface Directory {
  /** By id (`ten_acme`) or slug (`acme`). */
  readonly tenant: (idOrSlug: string) => Promise<TenantEntry | undefined>;
  /** By the key in an integration's URL. */
  readonly endpointByKey: (urlKey: string) => Promise<Endpoint | undefined>;
  /** The tenant's own integration of a format that is addressed by tenant; secrets are the tenant's. */
  readonly implicitEndpoint: (idOrSlug: string, format: string) => Promise<Endpoint | undefined>;
  readonly apiKey: (token: string) => Promise<ApiKeyEntry | undefined>;
  /** Id of the service of that name (any case), created hidden on first mention; null when it may not be. */
  readonly serviceId: (tenant: TenantEntry, name: string) => Promise<string | null>;
  /** The members of these ids by id; those that were removed are missing. */
  readonly people: (tenantId: string, memberIds: readonly string[]) => Promise<People>;
  readonly forget: (tenantId: string) => void;
}

/** Milliseconds an entry is believed without asking again. */
export const DIRECTORY_TTL = 5_000;

const SLUG = /^(?:ten_)?([a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?)$/;
const URL_KEY = /^[A-Za-z0-9_-]{43}$/;

const NOBODY: People = new Map();

/** Something in a cache, with the tenant that forgetting goes by. */
interface OfTenant<T> {
  readonly tenantId: string;
  readonly it: T;
}

/** The directory over the database; what cannot be a credential is refused without asking. */
export function createDirectory(source: DirectorySource): Directory {
  const tenants = createEntryCache<TenantEntry>(source.clock, DIRECTORY_TTL);
  const endpoints = createEntryCache<OfTenant<Endpoint>>(source.clock, DIRECTORY_TTL);
  const apiKeys = createEntryCache<ApiKeyEntry>(source.clock, DIRECTORY_TTL);
  const services = createEntryCache<OfTenant<string>>(source.clock, DIRECTORY_TTL);
  const people = createEntryCache<OfTenant<People>>(source.clock, DIRECTORY_TTL);
  const noteKeyUse = createKeyUsage(source.store);
  return {
    tenant: async (idOrSlug) => {
      const tenantId = tenantIdOf(idOrSlug);
      if (!tenantId) return undefined;
      return tenants.get(tenantId, () => loadTenant(source, tenantId));
    },
    endpointByKey: async (urlKey) => {
      if (!URL_KEY.test(urlKey)) return undefined;
      const hash = sha256(urlKey);
      return getEndpoint(endpoints, hash.toString('hex'), () => loadEndpointByKey(source, hash));
    },
    implicitEndpoint: async (idOrSlug, format) => {
      const tenantId = tenantIdOf(idOrSlug);
      if (!tenantId) return undefined;
      const key = `${tenantId} ${format}`;
      return getEndpoint(endpoints, key, () => loadImplicitEndpoint(source, tenantId, format));
    },
    apiKey: async (token) => {
      if (!API_KEY_PATTERN.test(token)) return undefined;
      const hash = sha256(token);
      const entry = await apiKeys.get(hash.toString('hex'), () => loadApiKey(source, hash));
      const now = source.clock();
      if (!entry || (entry.expiresAt !== null && entry.expiresAt <= now)) return undefined;
      noteKeyUse(entry.tenantId, entry.keyId, now);
      return entry;
    },
    serviceId: async (tenant, mention) => {
      const name = serviceNameOf(mention);
      if (name === '') return null;
      const held = await services.get(`${tenant.tenantId} ${name}`, async () => {
        const it = await mentionService(source, tenant, name);
        return it === undefined ? undefined : { tenantId: tenant.tenantId, it };
      });
      return held?.it ?? null;
    },
    people: async (tenantId, memberIds) => {
      if (memberIds.length === 0) return NOBODY;
      const held = await people.get(`${tenantId} ${memberIds.join(' ')}`, async () => {
        return { tenantId, it: await loadPeople(source, tenantId, memberIds) };
      });
      return held?.it ?? NOBODY;
    },
    forget: (tenantId) => {
      for (const cache of [tenants, endpoints, apiKeys, services, people]) cache.forget(tenantId);
    },
  };
}

function tenantIdOf(idOrSlug: string): string | undefined {
  const slug = SLUG.exec(idOrSlug)?.[1];
  return slug && `ten_${slug}`;
}

async function getEndpoint(
  cache: EntryCache<OfTenant<Endpoint>>,
  key: string,
  load: () => Promise<Endpoint | undefined>,
): Promise<Endpoint | undefined> {
  const held = await cache.get(key, async () => {
    const it = await load();
    return it && { tenantId: it.tenant.tenantId, it };
  });
  return held?.it;
}
