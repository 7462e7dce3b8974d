/** What a new recipe begins with: sound as it stands, and each part says what it is for. */
export const FIRST_RECIPE = `slug: queue-length
name: How long is the queue?
description: Says what it looks at or changes. Everybody who approves a run reads this.
category: diagnostic # or remediation
risk: none # or low, medium, high, critical
os: [linux]

# When it is proposed: CEL over incident, alert, host, and text (all of it, in lower case).
when: text.contains("queue")

# Values that a run needs. Each becomes one argument, whatever is in it.
parameters:
  queue:
    type: string
    description: Name of the queue
    from: [alert.evidence.queue, alert.labels.queue]
    pattern: "[a-z][a-z0-9_-]{0,39}"

# What changes something also has pre_checks, post_checks and rollback.
steps:
  - name: length
    kind: command # or http, manual, wait
    title: How many messages wait
    program: rabbitmqctl
    args: [list_queues, "--queue=\${queue}", name, messages]
    timeout_s: 30

tests:
  - name: the alert names the queue
    facts: { alert: { title: Queue is long, evidence: { queue: mail } } }
    matches: true
    parameters: { queue: mail }
`;

const SLUG = /^([ \t{]*"?slug"?[ \t]*:[ \t]*)(["']?)([^\s"'#,}]*)\2/m;

/** The slug that a text says it is of; null where none can be seen. */
export function slugIn(text: string): string | null {
  return SLUG.exec(text)?.[3] || null;
}

/** The same recipe under another slug, so that it is the tenant's own. */
export function withSlug(text: string, slug: string): string {
  return text.replace(
    SLUG,
    (_whole, before: string, quote: string) => `${before}${quote}${slug}${quote}`,
  );
}

/** Characters that leave room for a number in a slug, which has 63. */
const ROOM = 59;

/** A slug for a copy that nothing has yet: `my-disk-usage`, `my-disk-usage-2`. */
export function freeSlug(slug: string, taken: ReadonlySet<string>): string {
  const base = `my-${slug}`.slice(0, ROOM).replace(/-+$/, '');
  let free = base;
  for (let number = 2; taken.has(free); number++) free = `${base}-${number}`;
  return free;
}

/** A place in a text as editors count it: both from 1. */
interface Place {
  readonly line: number;
  readonly column: number;
}

/** How many characters come before a place; the end of its line where that is shorter. */
export function offsetOf(text: string, { line, column }: Place): number {
  const lines = text.split('\n');
  const before = lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0);
  const within = Math.min(Math.max(column - 1, 0), lines[line - 1]?.length ?? 0);
  return Math.min(before + within, text.length);
}

/** The blanks that a new line begins with after this much text, and those of a list's next key. */
export function indentAfter(before: string): string {
  const line = before.slice(before.lastIndexOf('\n') + 1);
  const blanks = /^ */.exec(line)?.[0] ?? '';
  const deeper = /:\s*(?:[|>][+-]?\d?)?\s*$/.test(line) ? '  ' : '';
  const inItem = /^ *- +\S/.test(line) ? '  ' : '';
  return blanks + inItem + deeper;
}
