import { connect as connectTcp, isIP, type LookupFunction, type Socket } from 'node:net';
import { type ConnectionOptions, connect as connectTls } from 'node:tls';
import type { buildConnector } from 'undici';
import { OutboundFailure, tlsFailure } from './failures.ts';
import type { Target } from './rules/urls.ts';
import type { TlsContexts } from './tls-contexts.ts';
import type { VettedAddresses } from './vetted-addresses.ts';

/** Milliseconds from asking DNS to the end of the TLS handshake; no delivery waits longer. */
const CONNECT_LIMIT = 10_000;
/** Milliseconds one address of several has before the next is tried as well. */
const ATTEMPT_LIMIT = 500;

/**
 * Opens connections to one origin. Calls back once, with a connected socket or with the reason why
 * there is none; returns how to give up.
 */
export type Dialer = (callback: buildConnector.Callback) => () => void;

export interface TlsSettings {
  readonly verifyTls: boolean;
  /** PEM of an authority besides the public ones, or null. */
  readonly ca: string | null;
  readonly contexts: TlsContexts;
}

/**
 * A dialer whose sockets go to vetted addresses and nowhere else: what was vetted is what the
 * socket is given, so a name that changes its answer in between changes nothing. TLS still checks
 * the certificate against the name of the URL.
 */
export function createDialer(
  target: Target,
  vetted: VettedAddresses,
  settings: TlsSettings,
): Dialer {
  const open = target.tls ? tlsOpener(target, settings) : tcpOpener(target);
  return (callback) => {
    let socket: Socket | null = null;
    let over = false;
    const finish = (error: Error | null) => {
      if (over) return;
      over = true;
      clearTimeout(timer);
      if (socket && error === null) return callback(null, socket);
      vetted.forget();
      socket?.destroy();
      callback(error ?? new Error('there is no socket'), null);
    };
    const giveUp = () => finish(new OutboundFailure('timeout', 'no connection within 10 s'));
    const timer = setTimeout(giveUp, CONNECT_LIMIT);
    const begin = async () => {
      const addresses = await vetted.get();
      if (!over) socket = open(pin(addresses), finish);
    };
    begin().catch(finish);
    return giveUp;
  };
}

type Opener = (lookup: LookupFunction, finish: (error: Error | null) => void) => Socket;

function tcpOpener({ host, port }: Target): Opener {
  return (lookup, finish) => {
    const socket = connectTcp(addressing(host, port, lookup));
    return watch(socket, 'connect', finish);
  };
}

function tlsOpener({ host, port }: Target, { verifyTls, ca, contexts }: TlsSettings): Opener {
  const options: ConnectionOptions = {
    // Explicit, so that no environment variable of the process turns it off.
    rejectUnauthorized: verifyTls,
    ALPNProtocols: ['http/1.1'],
    // Addresses have no server name (RFC 6066 §3).
    servername: isIP(host) === 0 ? host : '',
  };
  let session: Buffer | undefined;
  return (lookup, finish) => {
    const socket = connectTls({
      ...options,
      ...addressing(host, port, lookup),
      secureContext: contexts(ca),
      ...(session && { session }),
    });
    socket.on('session', (given) => {
      session = given;
    });
    let connected = false;
    socket.once('connect', () => {
      connected = true;
    });
    return watch(socket, 'secureConnect', (error) => {
      if (error === null || !connected) return finish(error);
      const { error: kind, detail } = tlsFailure(error);
      finish(new OutboundFailure(kind, detail, error));
    });
  };
}

function addressing(host: string, port: number, lookup: LookupFunction) {
  return {
    host,
    port,
    lookup,
    noDelay: true,
    autoSelectFamily: true,
    autoSelectFamilyAttemptTimeout: ATTEMPT_LIMIT,
  };
}

/** Says once how connecting ended; later errors of the socket are undici's. */
function watch(socket: Socket, event: string, finish: (error: Error | null) => void): Socket {
  socket.once(event, () => finish(null));
  socket.on('error', finish);
  socket.once('close', () =>
    finish(new OutboundFailure('connection_reset', 'the receiver closed the connection')),
  );
  return socket;
}

/** A lookup that knows these addresses only. */
function pin(addresses: Awaited<ReturnType<VettedAddresses['get']>>): LookupFunction {
  return (_host, { all }, done) => {
    const [first] = addresses;
    if (all) done(null, [...addresses]);
    else done(null, first?.address ?? '', first?.family);
  };
}
