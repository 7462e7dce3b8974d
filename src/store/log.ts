import type { BaseLogger } from 'pino';

/** What the store needs of a logger; pino and Fastify's both fit. */
export type StoreLog = Pick<BaseLogger, 'info' | 'warn' | 'error'>;
