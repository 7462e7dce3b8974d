import type { Member } from '../api/shapes.ts';
import type { LogEntry } from './remediation-settings.ts';

const ACTORS: Readonly<Record<string, string>> = {
  system: 'The hub',
  operator: 'The operator',
  key: 'An API key',
  rnr: 'A runner',
  int: 'An integration',
};

/** Who did it. The log has ids alone: names would have to change when somebody is erased. */
export function actorOf({ actor }: LogEntry, members: readonly Member[] | undefined): string {
  const { type, id } = actor;
  const known = members?.find((member) => member.id === id)?.name;
  const kind = id === null ? type : id.slice(0, id.indexOf('_'));
  return known ?? ACTORS[kind] ?? 'Former member';
}

/** What it happened to: `host:web-01` is “host web-01”; ids stay ids. */
export function subjectWords(subject: string, names: ReadonlyMap<string, string>): string {
  const found = /^(host|service):(.+)$/.exec(subject);
  if (subject.startsWith('ten_')) return 'everything';
  if (!found) return subject === 'hub' ? 'the whole hub' : subject;
  const [, kind = '', name = ''] = found;
  return `${kind} ${names.get(name) ?? name}`;
}

/** What there is to say besides, as names and texts. */
export function detailOf({ detail }: LogEntry): readonly (readonly [string, string])[] {
  return Object.entries(detail)
    .filter(([, value]) => value !== null)
    .map(([name, value]) => [
      name.replaceAll('_', ' '),
      typeof value === 'string' ? value : JSON.stringify(value),
    ]);
}
