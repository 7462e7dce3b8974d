import { open } from 'node:fs/promises';
import { Value } from 'typebox/value';
import { readVariable } from '../config.ts';
import { LogEntryView, type RemediationModes } from '../remediation/remediation-schemas.ts';
import { CHAIN_START, type ChainEnd, verifyChain } from '../remediation/rules/log-chain.ts';
import { openAccess } from './apply/access.ts';
import type { Ask } from './apply/hub-api.ts';
import { hubUrl } from './hub-client.ts';
import { CommandFailure, EXIT, usageFailure } from './outcomes.ts';

interface ReachOptions {
  readonly url?: string;
  readonly apiKey?: string;
  readonly tenant?: string;
}

interface VerifyOptions extends ReachOptions {
  readonly file?: string;
  readonly anchor?: string;
  readonly json?: boolean;
}

/** Entries in their order, some at a time. */
type Entries = AsyncIterable<readonly LogEntryView[]>;

/** Walks a log and says how far it holds; fails with exit code 1 when it does not. */
export async function verifyLog(options: VerifyOptions): Promise<void> {
  const anchors = options.anchor === undefined ? [] : [readAnchor(options.anchor)];
  const log = options.file === undefined ? await openLog(options) : fileLog(options.file);
  const end = await walk(log.entries, [...anchors, ...log.anchors]);
  const { seq, hash } = end;
  if (options.json) return console.log(JSON.stringify({ log: log.name, entries: seq, hash }));
  console.log(`The log of ${log.name} is whole: ${seq} ${seq === 1 ? 'entry' : 'entries'}.`);
  if (seq > 0) console.log(`Its last one, for --anchor: ${seq}:${hash}`);
}

/** Prints a tenant's log as NDJSON. */
export async function exportLog(options: ReachOptions): Promise<void> {
  const { entries } = await openLog(options);
  for await (const batch of entries) {
    for (const entry of batch) console.log(JSON.stringify(entry));
  }
}

/** A log, and entries that are known from elsewhere. */
interface Log {
  readonly name: string;
  readonly entries: Entries;
  readonly anchors: readonly ChainEnd[];
}

/** Throws a failure that names the first entry where the log does not hold. */
async function walk(entries: Entries, anchors: readonly ChainEnd[]): Promise<ChainEnd> {
  let end = CHAIN_START;
  for await (const batch of entries) {
    const check = verifyChain(batch, end);
    if (!check.ok) throw broken(check.seq, check.reason);
    for (const { seq, hash } of anchors) {
      const entry = batch[seq - end.seq - 1];
      if (entry && entry.entry_hash !== hash) throw broken(seq, 'it is not the one that was noted');
    }
    end = { seq: check.entries, hash: check.lastHash };
  }
  const lost = anchors.find(({ seq }) => seq > end.seq);
  if (lost) throw broken(end.seq + 1, `it is missing, and so is all up to entry ${lost.seq}`);
  return end;
}

function broken(seq: number, reason: string): CommandFailure {
  return new CommandFailure(EXIT.refused, `The log does not hold at entry ${seq}: ${reason}.`);
}

function readAnchor(text: string): ChainEnd {
  const [, seq, hash] = /^(\d{1,15}):([0-9a-f]{64})$/.exec(text) ?? [];
  if (seq !== undefined && hash !== undefined) return { seq: Number(seq), hash };
  throw usageFailure('--anchor is the number of an entry, a colon and its hash.');
}

async function openLog({ url, apiKey, tenant }: ReachOptions): Promise<Log> {
  const access = await openAccess(hubUrl(url), apiKey ?? readVariable('TOCSIN_API_KEY'));
  const [only] = access.tenants.length === 1 ? access.tenants : [];
  const slug = tenant ?? only;
  if (slug === undefined) throw usageFailure('There are several tenants: --tenant says which.');
  if (!access.tenants.includes(slug)) {
    throw new CommandFailure(EXIT.refused, `There is no tenant "${slug}" for this credential.`);
  }
  const ask = access.within(slug);
  // Before the entries: what is added meanwhile comes after it.
  const modes = await ask<RemediationModes>({ method: 'GET', path: '/remediation/modes' });
  const { log_end: end } = modes;
  return { name: slug, entries: pagesOf(ask), anchors: end.seq > 0 ? [end] : [] };
}

async function* pagesOf(ask: Ask): Entries {
  let path = '/remediation/log?limit=200';
  for (;;) {
    const page = await ask<{ data: LogEntryView[]; next_cursor: string | null }>({
      method: 'GET',
      path,
    });
    yield page.data;
    if (page.next_cursor === null) return;
    path = `/remediation/log?limit=200&cursor=${encodeURIComponent(page.next_cursor)}`;
  }
}

function fileLog(file: string): Log {
  return { name: file, entries: linesOf(file), anchors: [] };
}

async function* linesOf(file: string): Entries {
  let number = 0;
  const handle = await open(file);
  for await (const line of handle.readLines()) {
    number++;
    if (line.trim() !== '') yield [entryOf(line, `${file}, line ${number}`)];
  }
}

function entryOf(line: string, place: string): LogEntryView {
  try {
    const entry: unknown = JSON.parse(line);
    if (Value.Check(LogEntryView, entry)) return entry;
  } catch {
    // Told below, like everything that is no entry.
  }
  throw new CommandFailure(EXIT.refused, `${place}: this is no entry of a remediation log.`);
}
