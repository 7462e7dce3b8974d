import { type FileHandle, open, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { type Static, Type } from 'typebox';
import { sha256Hex } from '../../kernel/hashing.ts';
import { SECOND } from '../../kernel/time.ts';
import { describeTrouble, type Path, parseSource, type Source } from '../../kernel/yaml-source.ts';
import { patternFault } from '../../recipes/rules/linear-pattern.ts';
import { schemaFaults } from '../../recipes/schema-faults.ts';
import { usageFailure } from '../outcomes.ts';
import type { AllowedProgram } from './admission.ts';

const closed = { additionalProperties: false } as const;
const AbsolutePath = Type.String({
  pattern: '^/([^/\\0]+/)*[^/\\0]*$',
  maxLength: 1_000,
  title: 'an absolute path',
});
const Pattern = Type.String({ minLength: 1, maxLength: 1_000, title: 'an RE2 pattern' });

const AllowListFile = Type.Object(
  {
    programs: Type.Array(
      Type.Object(
        {
          program: AbsolutePath,
          arguments: Type.Optional(Type.Array(Pattern, { maxItems: 100 })),
          rest: Type.Optional(Pattern),
          folder: Type.Optional(AbsolutePath),
          environment: Type.Optional(
            Type.Array(Type.String({ pattern: '^[A-Za-z_][A-Za-z0-9_]*$' }), { maxItems: 100 }),
          ),
          user: Type.Optional(Type.String({ pattern: '^[A-Za-z0-9_][A-Za-z0-9_.-]{0,31}$' })),
          sudo: Type.Optional(Type.Boolean()),
          timeout_s: Type.Optional(Type.Integer({ minimum: 1, maximum: 86_400 })),
        },
        closed,
      ),
      { minItems: 1, maxItems: 1_000 },
    ),
  },
  closed,
);

/** What the host allows, read once: a change needs a restart of the runner. */
export interface AllowList {
  readonly programs: readonly AllowedProgram[];
  /** SHA-256 of the file, which the hub shows. */
  readonly digest: string;
}

const LARGEST = 1024 * 1024;

/**
 * Reads the allow-list. Throws a failure for the terminal when it cannot be read, when others than root
 * and the runner's user could have written it, or with every fault at its line and column.
 */
export async function readAllowList(path: string, uid: number): Promise<AllowList> {
  return readPrograms(path, await readTrusted(path, uid));
}

/** What the text of an allow-list allows. Throws with every fault at its line and column. */
export function readPrograms(path: string, text: string): AllowList {
  const parsed = parseSource(path, text);
  if ('troubles' in parsed) throw faulty(parsed.troubles.map(describeTrouble));
  const { source } = parsed;
  const faults = schemaFaults(AllowListFile, source.value);
  if (faults.length > 0) {
    const words = faults.map(({ path: at, message }) => source.trouble(at, message));
    throw faulty(words.map(describeTrouble));
  }
  const { programs } = source.value as Static<typeof AllowListFile>;
  const patterns = programs.flatMap((entry, at) => patternFaults(source, entry, at));
  if (patterns.length > 0) throw faulty(patterns);
  return { programs: programs.map(toAllowed), digest: sha256Hex(text) };
}

function toAllowed(entry: Static<typeof AllowListFile>['programs'][number]): AllowedProgram {
  return {
    program: entry.program,
    arguments: entry.arguments ?? [],
    rest: entry.rest ?? null,
    folder: entry.folder ?? '/',
    environment: entry.environment ?? [],
    user: entry.user ?? null,
    sudo: entry.sudo ?? false,
    longest: entry.timeout_s === undefined ? null : entry.timeout_s * SECOND,
  };
}

function patternFaults(
  source: Source,
  entry: { readonly arguments?: readonly string[]; readonly rest?: string },
  at: number,
): readonly string[] {
  const given: (readonly [Path, string])[] = (entry.arguments ?? []).map(
    (pattern, index) => [['programs', at, 'arguments', index], pattern] as const,
  );
  if (entry.rest !== undefined) given.push([['programs', at, 'rest'], entry.rest]);
  return given.flatMap(([path, pattern]) => {
    const fault = patternFault(pattern);
    return fault === null ? [] : [describeTrouble(source.trouble(path, fault))];
  });
}

function faulty(faults: readonly string[]) {
  return usageFailure(`The allow-list is not valid:\n  ${faults.join('\n  ')}`);
}

/** Reads the file that was looked at, not one that took its name in between. */
async function readTrusted(path: string, uid: number): Promise<string> {
  let file: FileHandle;
  try {
    file = await open(path, 'r');
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw usageFailure(`The allow-list (--allow-list) cannot be read: ${reason}`);
  }
  try {
    const found = await file.stat();
    if (!found.isFile()) throw usageFailure(`The allow-list ${path} is not a file.`);
    if (found.size > LARGEST) throw usageFailure(`The allow-list ${path} is larger than 1 MiB.`);
    requireOurs(path, found, uid);
    const folder = dirname(path);
    const around = await stat(folder);
    // With the sticky bit, as /tmp has it, nobody can replace what belongs to others.
    if (!(around.mode & 0o1000)) requireOurs(folder, around, uid);
    return await file.readFile('utf8');
  } finally {
    await file.close();
  }
}

function requireOurs(path: string, { uid: owner, mode }: Ownership, uid: number): void {
  if (owner !== 0 && owner !== uid) {
    throw usageFailure(
      `${path} must belong to root or to the runner’s user, not to user ${owner}.`,
    );
  }
  if (mode & 0o002) {
    throw usageFailure(`Everybody may write to ${path}: chmod o-w it, or it allows nothing.`);
  }
}

interface Ownership {
  readonly uid: number;
  readonly mode: number;
}
