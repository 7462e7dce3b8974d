/** What a migration does that the program of the version before cannot live with, in words. */
export interface MigrationFault {
  /** The statement, shortened. */
  readonly statement: string;
  readonly rule: string;
}

/** Tables that grow with what senders send: nobody may be kept from writing them. */
const BIG =
  /^(alerts|alert_events|alert_outbox|audit_entries|deliveries|delivery_attempts|incidents|lanes|notifications|outbox|payloads|receipts|status_messages|subscribers|timeline_entries)$/;

const RULES: readonly { readonly rule: string; readonly breaks: (statement: string) => boolean }[] =
  [
    { rule: 'drops a table', breaks: (text) => /^drop table\b/.test(text) },
    {
      rule: 'drops a column',
      breaks: (text) =>
        /^alter table\b.*\bdrop (column )?(?!constraint|default|not null|expression|identity)/.test(
          text,
        ),
    },
    {
      rule: 'renames',
      breaks: (text) => /^alter (table|type|view|index|sequence)\b.*\brename\b/.test(text),
    },
    {
      rule: 'changes the type of a column',
      breaks: (text) => /^alter table\b.*\balter (column )?\S+ (set data )?type\b/.test(text),
    },
    { rule: 'changes a type', breaks: (text) => /^alter type\b/.test(text) },
    {
      rule: 'makes a column not null',
      breaks: (text) => /^alter table\b.*\balter (column )?\S+ set not null\b/.test(text),
    },
    {
      rule: 'adds a column that is not null and has no default',
      breaks: (text) =>
        text.startsWith('alter table') &&
        text
          .split(/\badd column\b/)
          .slice(1)
          .some((column) => /\bnot null\b/.test(column) && !/\b(default|generated)\b/.test(column)),
    },
    {
      rule: 'builds an index on a big table without "concurrently"',
      breaks: (text) => {
        const [, concurrently, table = ''] =
          /^create (?:unique )?index (concurrently )?.*?\bon (?:only )?(\w+)/.exec(text) ?? [];
        return concurrently === undefined && BIG.test(table);
      },
    },
  ];

/**
 * What the program of the version before could not live with. A statement is excused by a comment
 * above it that begins with `Contract:` and says why it may be.
 */
export function migrationFaults(sql: string): readonly MigrationFault[] {
  const created = new Set(
    [...sql.matchAll(/\bcreate table (?:if not exists )?(\w+)/gi)].map(([, name]) => name),
  );
  return statementsOf(sql).flatMap(({ text, comment }) => {
    const isOfNewTable = created.has(/\b(?:table|on)(?: only)? (\w+)/.exec(text)?.[1]);
    if (isOfNewTable || /^contract: \S/i.test(comment)) return [];
    const broken = RULES.filter(({ breaks }) => breaks(text));
    return broken.map(({ rule }) => ({ statement: text.slice(0, 80), rule }));
  });
}

/** Statements in lower case on one line, each with the comment above it. */
function statementsOf(sql: string): readonly { text: string; comment: string }[] {
  const comments = sql.replaceAll(/--.*$/gm, (comment) => comment.replaceAll(/[;']/g, ' '));
  const code = comments.replaceAll(/'(?:[^']|'')*'/g, "''").split(';');
  return code.map((part) => {
    const lines = part.trim().split('\n');
    const above = lines.filter((line) => line.trim().startsWith('--'));
    const text = lines
      .map((line) => line.replace(/--.*$/, '').trim())
      .join(' ')
      .replaceAll(/\s+/g, ' ')
      .trim()
      .toLowerCase();
    const words = above.map((line) => line.trim().replace(/^--\s*/, ''));
    const start = words.findIndex((line) => /^contract:/i.test(line));
    return { text, comment: start < 0 ? '' : words.slice(start).join(' ') };
  });
}
