import { createSign, generateKeyPairSync } from 'node:crypto';
import { createOutboundClient, type OutboundRequest } from '../../../src/outbound/client.ts';
import { createCertificate } from '../../fake-receiver/certificate.ts';
import { startReceiver } from '../../fake-receiver.ts';

export const SNS = 'sns.eu-west-1.amazonaws.com';
export const TOPIC = 'arn:aws:sns:eu-west-1:123456789012:alarms';
export const CERTIFICATE = `https://${SNS}/SimpleNotificationService-0123456789abcdef.pem`;
export const SUBSCRIBE = `https://${SNS}/?Action=ConfirmSubscription&TopicArn=${TOPIC}&Token=t1`;

type Message = Record<string, unknown>;

/**
 * An SNS on loopback, behind TLS and under its real host names: it publishes its certificate,
 * confirms subscriptions, and signs as SNS does.
 */
export async function startFakeSns() {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const published = createCertificate({ publicKey }).cert;
  const names = [SNS, 'sns.cn-north-1.amazonaws.com.cn'];
  const host = await startReceiver({ tls: { names } });
  host.respondWith(({ path }) =>
    path.endsWith('.pem')
      ? { status: 200, body: published }
      : { status: 200, body: '<ConfirmSubscriptionResponse/>' },
  );
  const client = createOutboundClient({
    allowCidrs: ['127.0.0.0/8'],
    resolve: async () => ['127.0.0.1'],
  });
  const asked: string[] = [];

  /** Signs a message over its members in the order of their bytes. */
  function sign(message: Message, version: '1' | '2' = '1', key = privateKey): Message {
    const control = message.Type === 'Notification' ? [] : ['SubscribeURL', 'Token'];
    const signed = ['Message', 'MessageId', 'Timestamp', 'TopicArn', 'Type', ...control];
    if (message.Type === 'Notification' && message.Subject !== undefined) signed.push('Subject');
    const signer = createSign(version === '1' ? 'RSA-SHA1' : 'RSA-SHA256');
    for (const name of signed.sort()) signer.update(`${name}\n${message[name]}\n`, 'utf8');
    const Signature = signer.sign(key, 'base64');
    return { SigningCertURL: CERTIFICATE, ...message, SignatureVersion: version, Signature };
  }

  return {
    sign,
    /** Every address that the hub asked for. */
    asked,
    host,
    outbound: {
      send: (request: OutboundRequest) => {
        asked.push(request.url);
        // Its real port is 443, which a test may not have.
        const url = request.url.replace(/^(https:\/\/sns\.[^/]+)\//, `$1:${host.port}/`);
        return client.send({ ...request, url, ca: host.ca });
      },
    },
    close: async () => {
      await client.close();
      await host.close();
    },
  };
}

let messages = 0;

/** A notification with a change of an alarm's state. */
export function alarm(state: string, change: Message = {}): Message {
  const id = `message-${++messages}`;
  const name = 'Orders fail é';
  return {
    Type: 'Notification',
    MessageId: id,
    TopicArn: TOPIC,
    Subject: `${state}: "${name}"`,
    Message: JSON.stringify({
      AlarmName: name,
      AlarmDescription: 'severity: high',
      AlarmArn: 'arn:aws:cloudwatch:eu-west-1:123456789012:alarm:orders',
      NewStateValue: state,
      NewStateReason: 'Threshold Crossed',
      StateChangeTime: new Date().toISOString().replace('Z', '+0000'),
    }),
    Timestamp: new Date().toISOString(),
    ...change,
  };
}

/** What SNS sends when somebody subscribes the URL to a topic. */
export function confirmation(change: Message = {}): Message {
  return {
    Type: 'SubscriptionConfirmation',
    MessageId: `message-${++messages}`,
    Token: 't1',
    TopicArn: TOPIC,
    Message: 'You have chosen to subscribe to the topic.',
    SubscribeURL: SUBSCRIBE,
    Timestamp: new Date().toISOString(),
    ...change,
  };
}
