import { cp, mkdir, mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ForwardRoute, ROUTES } from './entry.ts';
import { openSpool, type Spool, SpoolFull } from './spool.ts';

let root: string;
let folders = 0;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'tocsin-spool-'));
});
afterAll(() => rm(root, { recursive: true, force: true }));

const newFolder = () => join(root, String(folders++));
const open = (
  folder: string,
  more: { maxBytes?: number; warnings?: string[]; now?: number } = {},
) =>
  openSpool({
    folder,
    maxBytes: more.maxBytes ?? 10_000_000,
    clock: () => more.now ?? 1_000,
    warn: (message) => more.warnings?.push(message),
  });
const put = (spool: Spool, text: string, route: ForwardRoute = ROUTES[0]) =>
  spool.add({ route, hasOwnId: false, body: Buffer.from(text) });

/** What waits on a route, in order; takes it out. */
async function drain(spool: Spool, route: ForwardRoute = ROUTES[0]): Promise<readonly string[]> {
  const texts: string[] = [];
  for (let head = spool.head(route); head; head = spool.head(route)) {
    const entry = await spool.read(head);
    if (entry) texts.push(entry.body.toString());
    await spool.done(head);
  }
  return texts;
}

describe('the spool', () => {
  it('hands out what was added, in order, for each route by itself', async () => {
    const spool = await open(newFolder());
    await Promise.all(['a', 'b', 'c'].map((text) => put(spool, text)));
    await put(spool, 'x', 'grafana');
    expect(spool.figures()).toMatchObject({ bytes: 4 * 4_096, deadLetters: 0 });
    expect(await drain(spool)).toEqual(['a', 'b', 'c']);
    expect(await drain(spool, 'grafana')).toEqual(['x']);
    expect(spool.figures()).toMatchObject({ bytes: 0, oldestAt: null });
  });

  it('keeps the order when the clock goes back, also over a restart', async () => {
    const folder = newFolder();
    const late = await open(folder, { now: 5_000 });
    await put(late, 'first');
    const early = await open(folder, { now: 10 });
    await put(early, 'second');
    expect(await drain(await open(folder))).toEqual(['first', 'second']);
  });

  it('refuses what it has no room for and takes it once there is room again', async () => {
    const spool = await open(newFolder(), { maxBytes: 2 * 4_096 });
    const results = await Promise.allSettled(['a', 'b', 'c'].map((text) => put(spool, text)));
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected']);
    expect(results[2]).toMatchObject({ reason: expect.any(SpoolFull) });
    expect(await drain(spool)).toEqual(['a', 'b']);
    await put(spool, 'c');
    expect(await drain(spool)).toEqual(['c']);
  });

  it('keeps dead letters with their reason, the newest ones where there are too many', async () => {
    const folder = newFolder();
    const warnings: string[] = [];
    const spool = await open(folder, { maxBytes: 2 * 4_096, warnings });
    for (const text of ['a', 'b', 'c']) {
      await put(spool, text);
      const head = spool.head(ROUTES[0]);
      if (head) await spool.refuse(head, { status: 422, text });
    }
    const names = await readdir(join(folder, 'dead'));
    expect(names.filter((name) => name.endsWith('.alert'))).toHaveLength(2);
    const reasons = names.filter((name) => name.endsWith('.reason.json')).toSorted();
    expect(JSON.parse(await readFile(join(folder, 'dead', reasons[1] ?? ''), 'utf8'))).toEqual({
      status: 422,
      text: 'c',
    });
    expect(warnings).toEqual(['too many dead letters: the oldest was removed']);
    expect((await open(folder)).figures()).toMatchObject({ deadLetters: 2, bytes: 0 });
  });

  it('forgets drafts, warns of strangers, and goes on behind a damaged file', async () => {
    const folder = newFolder();
    const spool = await open(folder);
    await put(spool, 'damaged');
    await put(spool, 'good');
    const [first = ''] = (await readdir(join(folder, 'queue'))).toSorted();
    await truncate(join(folder, 'queue', first), 40);
    await writeFile(join(folder, 'queue', 'notes.alert'), 'not ours');
    await writeFile(join(folder, 'drafts', first), 'half');
    const warnings: string[] = [];
    const again = await open(folder, { warnings });
    expect(warnings).toEqual(['this file in the queue is none of the spool']);
    expect(await readdir(join(folder, 'drafts'))).toEqual([]);
    expect(await drain(again)).toEqual(['good']);
  });
});

/** What a disk may hold after a cut: the queue, and halves of what was being written. */
async function copyOf(folder: string, image: string): Promise<void> {
  await cp(join(folder, 'queue'), join(image, 'queue'), { recursive: true });
  await mkdir(join(image, 'drafts'));
  await writeFile(join(image, 'drafts', 'half.alert'), '{"tocsin_for');
}

describe('a crash at any moment', () => {
  const step = fc.constantFrom('add', 'add', 'add', 'done', 'refuse');

  it('loses nothing that was accepted, and changes its order nowhere', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 12 }), fc.nat(12), async (steps, moment) => {
        const folder = newFolder();
        const image = newFolder();
        const spool = await open(folder);
        const accepted: string[] = [];
        const gone = new Set<string>();
        const unfinished: Promise<unknown>[] = [];
        let crash: Promise<void> | undefined;
        let due: readonly string[] = [];
        for (const [at, kind] of steps.entries()) {
          if (at === moment) {
            due = [...accepted];
            crash = copyOf(folder, image);
          }
          // While the image is taken, nothing is removed: what is on the disk by then has to stay.
          if (kind === 'add' || crash) {
            const text = `payload ${at}`;
            unfinished.push(put(spool, text).then(() => accepted.push(text)));
            if (at % 3 > 0) await Promise.all(unfinished);
            continue;
          }
          const head = spool.head(ROUTES[0]);
          if (!head) continue;
          const entry = await spool.read(head);
          gone.add(entry?.body.toString() ?? '');
          await (kind === 'done' ? spool.done(head) : spool.refuse(head, { status: 422 }));
        }
        await Promise.all(unfinished);
        await crash;
        const found = await drain(await open(crash ? image : folder));
        const expected = (crash ? due : accepted).filter((text) => !gone.has(text));
        expect(found.filter((text) => expected.includes(text))).toEqual(expected);
        expect(new Set(found).size).toBe(found.length);
        for (const text of found) expect(gone.has(text)).toBe(false);
      }),
      { numRuns: 40 },
    );
  });

  it('sends again under the same id what had arrived but was not removed yet', async () => {
    const folder = newFolder();
    const spool = await open(folder);
    const id = await put(spool, 'twice');
    const [name = ''] = await readdir(join(folder, 'queue'));
    const content = await readFile(join(folder, 'queue', name));
    expect(await drain(spool)).toEqual(['twice']);
    await writeFile(join(folder, 'queue', name), content);
    const again = await open(folder);
    const head = again.head(ROUTES[0]);
    expect(head && (await again.read(head))).toMatchObject({ id });
  });
});
