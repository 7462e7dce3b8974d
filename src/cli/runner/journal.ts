import { type FileHandle, open, readFile, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { ResultBody } from '../../remediation/runner-schemas.ts';

/** A step under one claim; the same step under a later claim is another matter. */
interface StepKey {
  readonly step: string;
  readonly fence: number;
}

/** What became of a step on this host. `started` is noted before the program is. */
export type StepMark = StepKey &
  (
    | { readonly state: 'claimed' }
    | { readonly state: 'started' }
    /** Its process group, so that it can be ended after a crash. */
    | { readonly state: 'running'; readonly group: string }
    | { readonly state: 'finished'; readonly result: Omit<ResultBody, 'fence'> }
    | { readonly state: 'delivered' }
  );

/** What the runner must not forget: appended and on the disk before it goes on. */
export interface Journal {
  /** Resolves when a crash can no longer lose it. */
  readonly note: (mark: StepMark) => Promise<void>;
  /** The last mark of a step; undefined when it was never claimed here. */
  readonly find: (key: StepKey) => StepMark | undefined;
  /** Steps whose result the hub does not have yet, oldest first. */
  readonly open: () => readonly StepMark[];
  readonly close: () => Promise<void>;
}

/** Steps that are over and still remembered, so that none runs again. */
const REMEMBERED = 1_000;

/**
 * Opens the journal, one JSON document a line. A last line that a crash cut off never happened; any other
 * that cannot be read throws: then nobody knows what has run.
 */
export async function openJournal(path: string): Promise<Journal> {
  const marks = new Map<string, StepMark>();
  for (const mark of linesOf(await textOf(path))) {
    marks.delete(nameOf(mark));
    marks.set(nameOf(mark), mark);
  }
  forgetOld(marks);
  const file = await rewrite(path, [...marks.values()]);
  let last: Promise<void> = Promise.resolve();
  const append = async (mark: StepMark) => {
    await file.appendFile(`${JSON.stringify(mark)}\n`);
    await file.datasync();
    marks.set(nameOf(mark), mark);
  };
  return {
    note: (mark) => {
      last = last.then(() => append(mark));
      return last;
    },
    find: (key) => marks.get(nameOf(key)),
    open: () => [...marks.values()].filter(({ state }) => state !== 'delivered'),
    close: () => file.close(),
  };
}

function nameOf({ step, fence }: StepKey): string {
  return `${step} ${fence}`;
}

async function textOf(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw error;
  }
}

function linesOf(text: string): readonly StepMark[] {
  // What follows the last line's end was being written when the runner was killed.
  const lines = text.split('\n').slice(0, -1);
  return lines.map((line, index) => {
    try {
      return JSON.parse(line) as StepMark;
    } catch {
      throw new Error(`line ${index + 1} of the journal cannot be read`);
    }
  });
}

function forgetOld(marks: Map<string, StepMark>): void {
  const over = [...marks].filter(([, { state }]) => state === 'delivered');
  for (const [name] of over.slice(0, -REMEMBERED)) marks.delete(name);
}

/** A journal without what is over, in place of the old one, which stays until the new one is whole. */
async function rewrite(path: string, marks: readonly StepMark[]): Promise<FileHandle> {
  const draft = `${path}.draft`;
  const file = await open(draft, 'w', 0o600);
  await file.appendFile(marks.map((mark) => `${JSON.stringify(mark)}\n`).join(''));
  await file.sync();
  await rename(draft, path);
  const folder = await open(dirname(path), 'r');
  await folder.sync();
  await folder.close();
  return file;
}
