import { Value } from 'typebox/value';
import { badRequest, invalid } from '../kernel/errors.ts';
import { type ImportBody, ImportLine, MOST_LINES } from './subscriber-schemas.ts';

/** A line of an import: what it asks for, or why it cannot be read. */
export type ReadLine = ImportLine | { readonly unreadable: string };

/** The lines of an import in whichever form it came; 422 for none, several forms, or too many. */
export function readImport({ subscribers, csv, ndjson }: ImportBody): readonly ReadLine[] {
  const given = [subscribers, csv, ndjson].filter((form) => form !== undefined);
  if (given.length !== 1) {
    const received = `${given.length} of them`;
    throw invalid('A list comes in one form.', [
      { pointer: '', expected: 'one of subscribers, csv, ndjson', received },
    ]);
  }
  const lines = subscribers ?? (csv === undefined ? linesOfJson(ndjson ?? '') : linesOfCsv(csv));
  if (lines.length > 0 && lines.length <= MOST_LINES) return lines;
  throw invalid('The list has too many lines, or none.', [
    { pointer: '', expected: `1 to ${MOST_LINES} lines`, received: `${lines.length} lines` },
  ]);
}

const filled = (text: string) =>
  text
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\n|\r/)
    .filter((line) => line.trim() !== '');

function linesOfJson(text: string): readonly ReadLine[] {
  return filled(text).map((line) => {
    try {
      return checked(JSON.parse(line));
    } catch {
      return { unreadable: 'The line is no JSON.' };
    }
  });
}

function checked(value: unknown): ReadLine {
  if (Value.Check(ImportLine, value)) return value;
  const [first] = Value.Errors(ImportLine, value);
  const where = first?.instancePath || 'the line';
  return { unreadable: `${where}: ${first?.message ?? 'not what is expected'}` };
}

const COLUMNS = ['address', 'channel', 'services', 'locale'] as const;

/** A spreadsheet's export: commas or semicolons, cells with either in double quotes. */
function linesOfCsv(text: string): readonly ReadLine[] {
  const [head = '', ...rows] = filled(text);
  const separator = head.includes(';') && !head.includes(',') ? ';' : ',';
  const names = cellsOf(head, separator).map((name) => name.trim().toLowerCase());
  const unknown = names.filter((name) => !COLUMNS.some((column) => column === name));
  if (!names.includes('address') || unknown.length > 0) {
    throw badRequest('invalid_csv', 'The first line names the columns.', [
      {
        pointer: '/csv',
        expected: `address, and any of ${COLUMNS.join(', ')}`,
        received: head.slice(0, 100),
      },
    ]);
  }
  return rows.map((row) => {
    const cells = cellsOf(row, separator).map((cell) => cell.trim());
    const filledIn = names.flatMap((name, index) => {
      const cell = cells[index] ?? '';
      if (cell === '') return [];
      return [[name, name === 'services' ? cell.split(/\s+/) : cell] as const];
    });
    return checked(Object.fromEntries(filledIn));
  });
}

/** The cells of a line; a doubled quote inside quotes stands for one. */
function cellsOf(line: string, separator: string): string[] {
  const cell =
    separator === ';'
      ? /(?:"((?:[^"]|"")*)"|([^;]*))(?:;|$)/gy
      : /(?:"((?:[^"]|"")*)"|([^,]*))(?:,|$)/gy;
  const cells: string[] = [];
  while (cell.lastIndex < line.length) {
    const match = cell.exec(line);
    if (!match) return [...cells, line.slice(line.lastIndexOf(separator) + 1)];
    cells.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? '');
    if (match[0] === '') break;
  }
  return cells;
}
