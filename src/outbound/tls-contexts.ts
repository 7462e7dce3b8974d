import { createSecureContext, getCACertificates, type SecureContext } from 'node:tls';

/** Contexts that are kept beside those in use. */
const MOST_CONTEXTS = 64;

/** Who may vouch for a receiver: the public authorities, and the one of the PEM unless it is null. */
export type TlsContexts = (ca: string | null) => SecureContext;

/**
 * Contexts shared by all connections that trust the same authorities: one with an authority of its
 * own holds all the public ones too, which takes 16 ms and 1.2 MB.
 */
export function createTlsContexts(): TlsContexts {
  const contexts = new Map<string | null, SecureContext>();
  return (ca) => {
    const context =
      contexts.get(ca) ??
      createSecureContext(ca === null ? {} : { ca: [...getCACertificates('default'), ca] });
    // In the order of last use.
    contexts.delete(ca);
    contexts.set(ca, context);
    const oldest = contexts.keys().next();
    if (contexts.size > MOST_CONTEXTS && !oldest.done) contexts.delete(oldest.value);
    return context;
  };
}
