import type { Format } from './integration-data.ts';
import { pointingOf } from './pointing.ts';
import { toolFile } from './tool-files.ts';

/** Where a sender sends to, and what it signs with. */
export interface Sender {
  /** The tool of the gallery, where somebody chose one. */
  readonly tool?: string;
  readonly format: Pick<Format, 'name' | 'signature' | 'sample'> &
    Partial<Pick<Format, 'credential'>>;
  readonly url: string;
  /** Null: it is not known here, or there is none. */
  readonly secret: string | null;
  /** Whether requests are signed. */
  readonly signed: boolean;
  /** An API key to send; null: none is wanted. */
  readonly apiKey: string | null;
  /** What stands in the header Authorization instead of an API key. */
  readonly authorization?: string | null;
}

/** A text to copy. */
export interface Snippet {
  readonly name: string;
  readonly label: string;
  readonly code: string;
}

/** What stands where a secret belongs that is not known here. */
const SECRET_PLACE = 'PUT_THE_SECRET_HERE';

/** The same for an address. */
export const URL_PLACE = 'PUT_THE_ADDRESS_HERE';

/** The same for an API key. */
export const KEY_PLACE = 'PUT_AN_API_KEY_HERE';

/** How to send the first alert, the tool's own way first. */
export function snippetsFor(sender: Sender): readonly Snippet[] {
  const shown = {
    ...sender,
    format: { ...sender.format, sample: exampleOf(sender.format.sample) },
  };
  // What only the vendor can sign, nobody else can send.
  if (sender.format.credential === 'none') return ownOf(shown);
  const pointed = pointedOf(shown);
  return [...ownOf(shown), curl(pointed), python(pointed), node(pointed)];
}

/** The sender as one that carries the integration's key, where the format's senders do. */
function pointedOf(sender: Sender): Sender {
  const { format } = sender;
  const pointing = pointingOf(format.name, sender.url);
  if (!pointing) return sender;
  const { url, authorization, body } = pointing;
  const sample = { ...body, ...(format.sample as object) };
  return { ...sender, url, authorization, format: { ...format, sample } };
}

/** The tools that have a format which is not called like one of them alone. */
const TOOLS: Readonly<Record<string, readonly string[]>> = {
  alertmanager: ['alertmanager', 'grafana'],
};

/** The tool's own configuration; without a tool all that the format has. */
function ownOf(sender: Sender): readonly Snippet[] {
  const { tool, format, url, apiKey } = sender;
  const tools = TOOLS[format.name] ?? [format.name];
  const wanted = tool !== undefined && tools.includes(tool) ? [tool] : tools;
  const access = { url, apiKey, secret: secretOf(sender) };
  return wanted.flatMap((name) => toolFile(name, access) ?? []);
}

/** In the sample of test sends → in what opens a first incident. */
const FIRST: Readonly<Record<string, string>> = {
  info: 'critical',
  'tocsin-test': 'first-alert',
  'Test alert': 'First alert',
  'Sent from the hub to try the integration out.': 'Sent to try the integration out.',
};

/** The sample with a severity that opens an incident, which that of a test send does not. */
function exampleOf(sample: unknown): unknown {
  if (typeof sample === 'string') return FIRST[sample] ?? sample;
  if (Array.isArray(sample)) return sample.map(exampleOf);
  if (typeof sample !== 'object' || sample === null) return sample;
  const members = Object.entries(sample).filter(([name]) => name !== 'test');
  return Object.fromEntries(members.map(([name, value]) => [name, exampleOf(value)]));
}

function secretOf({ secret }: Sender): string {
  return secret ?? SECRET_PLACE;
}

const BEFORE = { required: 'sha256=', optional: 'sha256=', none: '', v1: 'v1=' } as const;

/** The header of the signature and what stands before the digest; null: requests are not signed. */
function signing({ format, signed }: Sender): { header: string; before: string } | null {
  if (!signed || !format.signature) return null;
  const { header, prefix } = format.signature;
  return { header, before: BEFORE[prefix] };
}

/** Text as one word of a shell. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

/** The header that carries the API key, and the words before it. */
function keyHeader({
  format,
  apiKey,
  authorization,
}: Sender): readonly [name: string, value: string] | null {
  if (authorization) return ['Authorization', authorization];
  if (apiKey === null) return null;
  // CauseFlow's senders have a header of their own.
  if (format.name === 'causeflow') return ['X-API-Key', apiKey];
  return ['Authorization', `Bearer ${apiKey}`];
}

function curl(sender: Sender): Snippet {
  const body = quoted(JSON.stringify(sender.format.sample));
  const sign = signing(sender);
  const given = keyHeader(sender);
  const key = given ? ` \\\n  -H ${quoted(given.join(': '))}` : '';
  const send = `curl -sS ${quoted(sender.url)} -H 'Content-Type: application/json'${key}`;
  const code = sign
    ? `SECRET=${quoted(secretOf(sender))}
BODY=${body}
SIGNATURE=$(printf %s "$BODY" | openssl dgst -sha256 -hmac "$SECRET" -hex | sed 's/.* //')
${send} \\
  -H "${sign.header}: ${sign.before}$SIGNATURE" \\
  --data-binary "$BODY"`
    : `${send} \\\n  --data-binary ${body}`;
  return { name: 'curl', label: 'A first alert from a shell', code };
}

function python(sender: Sender): Snippet {
  const key = keyHeader(sender);
  const sign = signing(sender);
  const sample = JSON.stringify(JSON.stringify(sender.format.sample));
  const code = [
    sign ? 'import hashlib, hmac, urllib.request' : 'import urllib.request',
    '',
    `URL = ${JSON.stringify(sender.url)}`,
    ...(sign ? [`SECRET = ${JSON.stringify(secretOf(sender))}`] : []),
    `body = ${sample}.encode()`,
    'headers = {"Content-Type": "application/json"}',
    ...(key ? [`headers["${key[0]}"] = "${key[1]}"`] : []),
    ...(sign
      ? [
          'digest = hmac.new(SECRET.encode(), body, hashlib.sha256).hexdigest()',
          `headers["${sign.header}"] = "${sign.before}" + digest`,
        ]
      : []),
    'print(urllib.request.urlopen(urllib.request.Request(URL, body, headers)).read().decode())',
  ].join('\n');
  return { name: 'python', label: 'Python 3, nothing to install', code };
}

function node(sender: Sender): Snippet {
  const key = keyHeader(sender);
  const sign = signing(sender);
  const code = [
    ...(sign ? ["import { createHmac } from 'node:crypto';", ''] : []),
    `const body = JSON.stringify(${JSON.stringify(sender.format.sample)});`,
    "const headers = { 'content-type': 'application/json' };",
    ...(key ? [`headers['${key[0]}'] = '${key[1]}';`] : []),
    ...(sign
      ? [
          `const digest = createHmac('sha256', ${JSON.stringify(secretOf(sender))}).update(body).digest('hex');`,
          `headers['${sign.header}'] = '${sign.before}' + digest;`,
        ]
      : []),
    `const reply = await fetch(${JSON.stringify(sender.url)}, { method: 'POST', headers, body });`,
    'console.log(reply.status, await reply.text());',
  ].join('\n');
  return { name: 'node', label: 'Node, as send.mjs', code };
}
