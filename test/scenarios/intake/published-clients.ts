import { Agent } from 'node:https';
import { type AddressInfo, connect } from 'node:net';
import { createServer } from 'node:tls';
import { event } from '@pagerduty/pdjs';
// @ts-expect-error The package has no types of its own.
import opsgenie from 'opsgenie-sdk';
import { createCertificate } from '../../fake-receiver/certificate.ts';

type Body = Record<string, unknown>;

export interface ClientReply {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: compared field by field
  readonly body: any;
}

/**
 * PagerDuty's own client, pointed at a hub. It speaks HTTPS only, so there is what stands before a
 * hub in production: something that ends TLS.
 */
export async function openPagerdutyClient(port: number) {
  const { key, cert } = createCertificate();
  const server = createServer({ key, cert }, (socket) => {
    const hub = connect(port, '127.0.0.1');
    for (const end of [socket, hub]) end.on('error', () => end.destroy());
    socket.pipe(hub).pipe(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const agent = new Agent({ ca: cert });
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    send: async (data: Body): Promise<ClientReply> => {
      // The options go on to node-fetch, whose agent the client's types do not know.
      const options = { server: host, data, requestTimeout: 0, agent } as unknown;
      const reply = await event(options as Parameters<typeof event>[0]);
      return { status: reply.response.status, body: reply.data };
    },
    close: async () => {
      agent.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

interface Named {
  readonly identifier: string;
  readonly identifierType?: 'id' | 'alias' | 'tiny';
}

type Callback = (error: Body | null, reply: Body | null) => void;
type OnAlert = (named: Named, data: Body, done: Callback) => void;

/** What the tests use of the package, which has no types of its own. */
interface OpsgenieSdk {
  readonly configure: (options: { readonly host: string; readonly api_key: string }) => void;
  readonly alertV2: Readonly<
    Record<'acknowledge' | 'unacknowledge' | 'addNote' | 'snooze' | 'close', OnAlert>
  > & {
    readonly create: (data: Body, done: Callback) => void;
    readonly get: (named: Named, done: Callback) => void;
    readonly getRequestStatus: (requestId: unknown, done: Callback) => void;
  };
}

/** Opsgenie's own client, pointed at a hub by its host alone. */
export function openOpsgenieClient(host: string, apiKey: string) {
  const sdk: OpsgenieSdk = opsgenie;
  sdk.configure({ host, api_key: apiKey });
  // biome-ignore lint/suspicious/noExplicitAny: compared field by field
  const asked = (ask: (done: Callback) => void): Promise<any> =>
    new Promise((resolve, reject) =>
      ask((error, reply) => (error ? reject(error) : resolve(reply))),
    );
  const { alertV2 } = sdk;
  return {
    create: (data: Body) => asked((done) => alertV2.create(data, done)),
    get: (named: Named) => asked((done) => alertV2.get(named, done)),
    requestStatus: (id: unknown) => asked((done) => alertV2.getRequestStatus(id, done)),
    act: (
      action: 'acknowledge' | 'unacknowledge' | 'addNote' | 'snooze' | 'close',
      named: Named,
      data: Body = {},
    ) => asked((done) => alertV2[action](named, data, done)),
  };
}
