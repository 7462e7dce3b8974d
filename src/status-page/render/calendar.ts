import { formatInstant, type Instant } from '../../kernel/time.ts';
import type { PageMaintenance, StatusPage } from '../page.ts';
import { stringsOf } from './catalogue.ts';
import { maintenanceLink } from './links.ts';
import type { PageLocale } from './strings.ts';

/** Octets of a line without its end (RFC 5545, 3.1). */
const LINE = 75;

/** The maintenances of a page as a calendar (RFC 5545). */
export function renderCalendar(page: StatusPage, locale: PageLocale): string {
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Tocsin//Status page//EN',
    'CALSCALE:GREGORIAN',
    'METHOD:PUBLISH',
    `NAME:${escapeText(stringsOf(locale).title(page.name))}`,
    `X-WR-CALNAME:${escapeText(stringsOf(locale).title(page.name))}`,
    'REFRESH-INTERVAL;VALUE=DURATION:PT15M',
    ...[...page.pastMaintenances, ...page.maintenances]
      .sort((a, b) => a.startsAt - b.startsAt)
      .flatMap((item) => eventLines(page, item)),
    'END:VCALENDAR',
  ];
  return lines.map(fold).join('');
}

function eventLines(page: StatusPage, item: PageMaintenance): readonly string[] {
  const affected = item.affected.map(({ name }) => escapeText(name));
  return [
    'BEGIN:VEVENT',
    `UID:${escapeText(item.id)}@${new URL(page.url).hostname}`,
    `DTSTAMP:${utc(item.updatedAt)}`,
    `CREATED:${utc(item.createdAt)}`,
    `LAST-MODIFIED:${utc(item.updatedAt)}`,
    // A window that was moved has to replace what calendars hold.
    `SEQUENCE:${Math.floor((item.updatedAt - item.createdAt) / 1000)}`,
    `DTSTART:${utc(item.startsAt)}`,
    `DTEND:${utc(item.endsAt)}`,
    `SUMMARY:${escapeText(item.title)}`,
    `DESCRIPTION:${escapeText(item.text)}`,
    ...(affected.length > 0 ? [`CATEGORIES:${affected.join(',')}`] : []),
    `URL:${maintenanceLink(page.url, item.id)}`,
    'STATUS:CONFIRMED',
    'TRANSP:TRANSPARENT',
    'END:VEVENT',
  ];
}

/** `20261121T100200Z`. */
function utc(at: Instant): string {
  return `${formatInstant(at).slice(0, 19).replace(/[-:]/g, '')}Z`;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: no property may hold them (RFC 5545, 3.1)
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f]/g;

/** TEXT (RFC 5545, 3.3.11): no character of it can end the line or the value. */
function escapeText(text: string): string {
  return text
    .toWellFormed()
    .replace(/\r\n?|\u2028|\u2029|\u0085/g, '\n')
    .replace(CONTROL, '')
    .replace(/[\\;,]/g, '\\$&')
    .replaceAll('\n', '\\n');
}

/** A content line with its end, folded at 75 octets and never inside of a character. */
function fold(line: string): string {
  let folded = '';
  let octets = 0;
  for (const char of line) {
    const size = new TextEncoder().encode(char).length;
    if (octets + size > LINE) {
      folded += '\r\n ';
      octets = 1;
    }
    folded += char;
    octets += size;
  }
  return `${folded}\r\n`;
}
