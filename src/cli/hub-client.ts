import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readConfig } from '../config.ts';
import { CommandFailure, EXIT, usageFailure } from './outcomes.ts';

const PATIENCE = 30_000;

export interface HubRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Base URL without a slash at its end. */
  readonly base: string;
  /** Path and query. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface HubReply {
  readonly status: number;
  /** Parsed when it is JSON. */
  readonly body: unknown;
}

/** The hub's base URL: `--url`, else as the hub itself would be configured here. */
export function hubUrl(option: string | undefined): string {
  if (option !== undefined) {
    if (!/^https?:\/\//.test(option) || !URL.canParse(option)) {
      throw usageFailure(`--url must be an http:// or https:// URL, not "${option}".`);
    }
    return option.replace(/\/+$/, '');
  }
  const { publicUrl, port } = readConfig();
  if (publicUrl) return publicUrl;
  if (port === 0) throw usageFailure('PORT is 0, so --url must say where the hub listens.');
  return `http://localhost:${port}`;
}

/** The operator's token: TOCSIN_ROOT_TOKEN, else the file in the data folder. */
export async function operatorToken(): Promise<string> {
  const { rootToken, dataDir } = readConfig();
  if (rootToken) return rootToken;
  const path = join(dataDir, 'root-token');
  try {
    return (await readFile(path, 'utf8')).trim();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw usageFailure(
      `The operator's token is needed: set TOCSIN_ROOT_TOKEN, or TOCSIN_DATA to the hub's data ` +
        `folder (${reason}).`,
    );
  }
}

/** Sends one request; throws a failure with exit code 3 when no answer comes. */
export async function askHub(request: HubRequest): Promise<HubReply> {
  const { base, path, method, headers = {}, body } = request;
  try {
    const response = await fetch(`${base}${path}`, {
      method,
      headers: { accept: 'application/json', ...headers },
      ...(body !== undefined && { body }),
      redirect: 'manual',
      signal: AbortSignal.timeout(PATIENCE),
    });
    return { status: response.status, body: parse(await response.text()) };
  } catch (error) {
    throw new CommandFailure(EXIT.unreachable, `${base} cannot be reached: ${reasonOf(error)}`);
  }
}

export function isSuccess(reply: HubReply): boolean {
  return reply.status >= 200 && reply.status < 300;
}

/** The failure, with exit code 1, that a reply other than 2xx stands for. */
export function refusal(reply: HubReply): CommandFailure {
  const { code, error, detail, message } = (
    typeof reply.body === 'object' && reply.body !== null ? reply.body : {}
  ) as Record<string, unknown>;
  const words = [code ?? error, detail ?? message].filter((word) => typeof word === 'string');
  const text = words.length > 0 ? words.join(': ') : JSON.stringify(reply.body);
  return new CommandFailure(
    EXIT.refused,
    `The hub refused with ${reply.status}: ${text}`,
    reply.status,
  );
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** fetch says only "fetch failed"; what happened is underneath. */
function reasonOf(error: unknown): string {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  const code = (cause as { code?: unknown }).code;
  const message = cause instanceof Error ? cause.message : String(cause);
  return message || (typeof code === 'string' ? code : 'no answer');
}
