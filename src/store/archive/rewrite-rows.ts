import type { Rewrite } from './write-archive.ts';

/** A row's values by column, as text; null where there is none. */
export type TextRow = Readonly<Record<string, string | null>>;

const NEWLINE = 10;

/** What COPY's text format writes for characters that would break it. */
const ESCAPES: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
};

const UNESCAPES = new Map(Object.entries(ESCAPES).map(([plain, escaped]) => [escaped, plain]));

/** Changes rows as they pass, one at a time; null leaves a row out. */
export function rewriteRows(
  columns: readonly string[],
  change: (row: TextRow) => TextRow | null,
): Rewrite {
  return async function* rewritten(chunks) {
    let rest: Buffer[] = [];
    for await (const chunk of chunks) {
      const end = chunk.lastIndexOf(NEWLINE);
      rest.push(chunk.subarray(0, end + 1));
      if (end >= 0) {
        yield changed(Buffer.concat(rest), columns, change);
        rest = [];
      }
      rest.push(chunk.subarray(end + 1));
    }
  };
}

/** A row as a line of COPY's text format, without its newline. */
export function encodeRow(row: TextRow, columns: readonly string[]): string {
  const fields = columns.map((column) => row[column] ?? null);
  const escaped = (text: string) => text.replace(/[\\\b\f\n\r\t\v]/g, (one) => ESCAPES[one] ?? one);
  return fields.map((field) => (field === null ? '\\N' : escaped(field))).join('\t');
}

/** The inverse of {@link encodeRow}. */
export function decodeRow(line: string, columns: readonly string[]): TextRow {
  const fields = line.split('\t').map((field) => {
    if (field === '\\N') return null;
    return field.replace(/\\./g, (escaped) => UNESCAPES.get(escaped) ?? escaped.slice(1));
  });
  return Object.fromEntries(columns.map((column, index) => [column, fields[index] ?? null]));
}

function changed(
  lines: Buffer,
  columns: readonly string[],
  change: (row: TextRow) => TextRow | null,
): Buffer {
  const kept: string[] = [];
  for (const line of lines.toString('utf8').slice(0, -1).split('\n')) {
    const row = change(decodeRow(line, columns));
    if (row !== null) kept.push(`${encodeRow(row, columns)}\n`);
  }
  return Buffer.from(kept.join(''));
}
