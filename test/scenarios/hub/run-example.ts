import { execFile, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { hmac } from '../../intake-rig.ts';

/** What runs an example: curl with openssl, Python's requests, Node's fetch. */
export type Runner = 'bash' | 'python' | 'node';

export interface RunOptions {
  /** Texts of the example (URL, secret, tenant) and what stands for them here. */
  readonly replace?: Readonly<Record<string, string>>;
  /** Adds OpenRemedy's signature under this secret, for examples that are printed without. */
  readonly signWith?: string;
  readonly env?: Readonly<Record<string, string>>;
}

export interface ExampleReply {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: replies of many shapes
  readonly body: any;
}

const execute = promisify(execFile);
const PYTHON = '/usr/bin/python3';

/** Debian: python3-requests. */
export const hasRequests = spawnSync(PYTHON, ['-c', 'import requests']).status === 0;

/** The file of that name, as the format's documentation prints it. */
export function example(name: string): string {
  return readFileSync(new URL(`examples/${name}.txt`, import.meta.url), 'utf8');
}

/** Runs a script as printed but for the replaced texts. Throws when a text is not there. */
export async function runExample(
  runner: Runner,
  script: string,
  options: RunOptions = {},
): Promise<ExampleReply> {
  let text = script;
  for (const [from, to] of Object.entries(options.replace ?? {})) {
    if (!text.includes(from)) throw new Error(`The example does not say ${from}.`);
    text = text.replaceAll(from, to);
  }
  const home = await mkdtemp(join(tmpdir(), 'tocsin-example-'));
  try {
    const [program, ...args] = await RUNNERS[runner](text, home, options.signWith);
    const env = { PATH: process.env.PATH ?? '', HOME: home, CURL_HOME: home, ...options.env };
    const { stdout } = await execute(program, args, { cwd: home, env, timeout: 30_000 });
    return readOutput(stdout);
  } finally {
    await rm(home, { recursive: true, force: true });
  }
}

type Command = readonly [program: string, ...args: string[]];
type Prepare = (text: string, home: string, signWith?: string) => Promise<Command>;

/** The examples show no replies: each runner is made to print body and status. */
const RUNNERS: Readonly<Record<Runner, Prepare>> = {
  bash: async (text, home, signWith) => {
    const rc = ['silent', 'show-error', 'write-out = "\\n%{http_code}"'];
    if (signWith !== undefined) {
      const body = /-d '([^']+)'/.exec(text)?.[1] ?? '';
      rc.push(`header = "X-OpenRemedy-Signature: sha256=${hmac(signWith, body)}"`);
    }
    await writeFile(join(home, '.curlrc'), rc.join('\n'));
    return ['bash', '-c', text];
  },
  python: async (text, home, signWith = '') => {
    const file = join(home, 'example.py');
    await writeFile(file, PYTHON_PRELUDE.replace('SIGN_WITH', signWith) + text);
    return [PYTHON, file];
  },
  node: async (text, home, signWith = '') => {
    const package_ = join(home, 'node_modules', 'node-fetch');
    await mkdir(package_, { recursive: true });
    const main = 'export default (...given) => globalThis.fetch(...given);';
    await writeFile(join(package_, 'index.js'), main);
    const manifest = { name: 'node-fetch', type: 'module', main: 'index.js' };
    await writeFile(join(package_, 'package.json'), JSON.stringify(manifest));
    const file = join(home, 'example.mjs');
    await writeFile(file, NODE_PRELUDE.replace('SIGN_WITH', signWith) + text);
    return [process.execPath, file];
  },
};

const PYTHON_PRELUDE = `
import hashlib, hmac, requests
def _sign(request, secret="SIGN_WITH"):
    if secret:
        digest = hmac.new(secret.encode(), request.body, hashlib.sha256).hexdigest()
        request.headers["X-OpenRemedy-Signature"] = "sha256=" + digest
    return request
def _tell(*args, _post=requests.post, **kwargs):
    reply = _post(*args, auth=_sign, **kwargs)
    print(reply.text)
    print(reply.status_code)
    return reply
requests.post = _tell
`;

const NODE_PRELUDE = `
const { createHmac } = await import('node:crypto');
const send = globalThis.fetch;
globalThis.fetch = async (url, init, secret = 'SIGN_WITH') => {
  const digest = createHmac('sha256', secret).update(init.body).digest('hex');
  const signed = secret ? { 'X-OpenRemedy-Signature': 'sha256=' + digest } : {};
  const reply = await send(url, { ...init, headers: { ...init.headers, ...signed } });
  console.log(await reply.clone().text());
  console.log(reply.status);
  return reply;
};
`;

function readOutput(stdout: string): ExampleReply {
  const lines = stdout.trim().split('\n');
  const status = Number(lines.pop());
  return { status, body: JSON.parse(lines.join('\n')) };
}

/** A body sent as it is and signed by each runner with its own means. */
export const SIGNED_BY: Readonly<Record<Runner, string>> = {
  bash: `
SIG=$(printf '%s' "$BODY" | openssl dgst -sha256 -hmac "$SECRET" | awk '{print $2}')
curl -X POST "$URL" -H "Content-Type: application/json" -H "X-API-Key: $API_KEY" \\
  -H "$HEADER: $PREFIX$SIG" -d "$BODY"
`,
  python: `
import hashlib, hmac, os, requests
body = os.environ["BODY"].encode()
sig = hmac.new(os.environ["SECRET"].encode(), body, hashlib.sha256).hexdigest()
requests.post(
    os.environ["URL"],
    data=body,
    headers={
        "Content-Type": "application/json",
        "X-API-Key": os.environ["API_KEY"],
        os.environ["HEADER"]: os.environ["PREFIX"] + sig,
    },
)
`,
  node: `
import crypto from 'node:crypto';
const { URL, BODY, SECRET, HEADER, PREFIX, API_KEY } = process.env;
const sig = crypto.createHmac('sha256', SECRET).update(BODY).digest('hex');
await fetch(URL, {
  method: 'POST',
  body: BODY,
  headers: { 'Content-Type': 'application/json', 'X-API-Key': API_KEY, [HEADER]: PREFIX + sig },
});
`,
};
