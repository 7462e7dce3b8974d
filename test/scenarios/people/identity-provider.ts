import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
// @ts-expect-error: the package comes without types
import Provider from 'oidc-provider';

/** Somebody who has an account at the provider. */
export interface Account {
  readonly email?: string;
  readonly email_verified?: boolean;
  readonly name?: string;
}

/** What the provider's own code is given while it works on a request. */
interface AtProvider {
  readonly oidc: {
    readonly session?: { readonly accountId?: string };
    readonly provider: { readonly Grant: new (of: object) => Grant };
  };
}

interface Grant {
  readonly addOIDCScope: (scope: string) => void;
  readonly save: () => Promise<unknown>;
}

/** A real OpenID provider on loopback; whoever comes is the account that `loginAs` named last. */
export async function openIdentityProvider(redirectUri: () => string) {
  const accounts = new Map<string, Account>();
  let current = '';
  const server = createServer();
  const listen = (port: number) =>
    new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  await listen(0);
  const { port } = server.address() as AddressInfo;
  const issuer = `http://127.0.0.1:${port}`;

  /** Made at the first request: it must know where to send people back to. */
  const make = () =>
    new Provider(issuer, {
      clients: [
        {
          client_id: 'tocsin',
          client_secret: 'a-secret-of-the-tests-only-0123456789',
          redirect_uris: [redirectUri()],
        },
      ],
      claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
      cookies: { keys: ['a key'] },
      features: { devInteractions: { enabled: false } },
      findAccount: (_context: unknown, id: string) => ({
        accountId: id,
        claims: async () => ({ sub: id, ...accounts.get(id) }),
      }),
      interactions: {
        url: (_context: unknown, { uid }: { uid: string }) => `/interaction/${uid}`,
      },
      // People have agreed beforehand.
      loadExistingGrant: async ({ oidc }: AtProvider) => {
        const accountId = oidc.session?.accountId ?? '';
        const grant = new oidc.provider.Grant({ clientId: 'tocsin', accountId });
        grant.addOIDCScope('openid email profile');
        await grant.save();
        return grant;
      },
    });
  let provider: ReturnType<typeof make> | undefined;
  server.on('request', (request, response) => {
    provider ??= make();
    if (!request.url?.startsWith('/interaction/')) return provider.callback()(request, response);
    return provider.interactionFinished(request, response, { login: { accountId: current } });
  });
  return {
    issuer,
    loginAs: (id: string, account: Account) => {
      accounts.set(id, account);
      current = id;
    },
    /** At the same address as before. */
    open: () => listen(port),
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
