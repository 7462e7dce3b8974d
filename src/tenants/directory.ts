import type { IntegrationSettings, StoredActor, TenantSettings } from '../store/tables.ts';
import type { Scope } from './caller.ts';

/** A tenant as the hot path needs it. */
export interface TenantEntry {
  readonly tenantId: string;
  readonly slug: string;
  readonly name: string;
  readonly accountId: number;
  readonly settings: TenantSettings;
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

export interface ApiKeyEntry {
  readonly tenantId: string;
  readonly keyId: string;
  readonly scope: Scope;
  readonly actor: StoredActor;
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
  readonly forget: (tenantId: string) => void;
}

/** Milliseconds an entry is believed without asking again. */
export const DIRECTORY_TTL = 5_000;
