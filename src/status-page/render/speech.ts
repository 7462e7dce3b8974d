import type { Instant } from '../../kernel/time.ts';
import { formatInstant } from '../../kernel/time.ts';
import { stringsOf } from './catalogue.ts';
import { type Markup, markup } from './markup.ts';
import type { PageLocale, Strings } from './strings.ts';

/** How a page speaks: its words, its dates in its zone, its numbers. */
export interface Speech {
  readonly locale: PageLocale;
  readonly strings: Strings;
  /** IANA name as configured, `UTC` where it is unset or unknown. */
  readonly zone: string;
  /** The zone's name at an instant: `CET`, `UTC`, `GMT+9`. */
  readonly zoneAt: (at: Instant) => string;
  /** `21 Nov 2026, 10:02 UTC`. */
  readonly moment: (at: Instant) => string;
  /** `21 Nov 2026, 10:02–11:30 UTC`, with both days where they differ. */
  readonly span: (from: Instant, to: Instant) => string;
  /** `Saturday, 21 November 2026`. */
  readonly day: (at: Instant) => string;
  /** `21 Nov` of a UTC day `2026-11-21`. */
  readonly utcDay: (date: string) => string;
  /** `November 2026` of `2026-11`. */
  readonly month: (month: string) => string;
  /** `99.982 %`, at most three decimals, never rounded up. */
  readonly percent: (percent: number) => string;
  /** `1 d 2 h`: the two greatest units. */
  readonly duration: (seconds: number) => string;
  /** `<time datetime>` of a moment, a span's begin, … with the text to show. */
  readonly time: (at: Instant, text?: string) => Markup;
}

/** Formatters take half a millisecond to make; a process speaks few languages in few zones. */
const SPEECHES = new Map<string, Speech>();
const MOST_SPEECHES = 200;

/** The way to speak in a language and a zone. */
export function speechOf(locale: PageLocale, timeZone: string | undefined): Speech {
  const key = `${locale} ${timeZone ?? 'UTC'}`;
  const known = SPEECHES.get(key);
  if (known) return known;
  if (SPEECHES.size >= MOST_SPEECHES) SPEECHES.clear();
  const speech = makeSpeech(locale, usableZone(timeZone));
  SPEECHES.set(key, speech);
  return speech;
}

function usableZone(timeZone: string | undefined): string {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: timeZone ?? 'UTC' }).resolvedOptions()
      .timeZone;
  } catch {
    return 'UTC';
  }
}

function makeSpeech(locale: PageLocale, timeZone: string): Speech {
  const strings = stringsOf(locale);
  const format = (options: Intl.DateTimeFormatOptions, zone = timeZone) =>
    new Intl.DateTimeFormat(strings.tag, { timeZone: zone, ...options });
  const date = { day: 'numeric', month: 'short', year: 'numeric' } as const;
  const clock = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
  const moments = format({ ...date, ...clock, timeZoneName: 'short' });
  const spans = format({ ...date, ...clock, timeZoneName: 'short' });
  const zones = format({ timeZoneName: 'short' });
  const days = format({ weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' });
  const utcDays = format({ day: 'numeric', month: 'short' }, 'UTC');
  const months = format({ month: 'long', year: 'numeric' }, 'UTC');
  const number = new Intl.NumberFormat(strings.tag, {
    maximumFractionDigits: 3,
    roundingMode: 'floor',
  } as Intl.NumberFormatOptions);
  const moment = (at: Instant) => moments.format(at);
  return {
    locale,
    strings,
    zone: timeZone,
    zoneAt: (at) =>
      zones.formatToParts(at).find(({ type }) => type === 'timeZoneName')?.value ?? '',
    moment,
    span: (from, to) => spans.formatRange(from, to),
    day: (at) => days.format(at),
    utcDay: (text) => utcDays.format(Date.parse(`${text}T00:00:00Z`)),
    month: (text) => months.format(Date.parse(`${text}-01T00:00:00Z`)),
    percent: (percent) => `${number.format(percent)}\u00a0%`,
    duration: (seconds) => durationText(seconds, strings.units),
    time: (at, text) => markup`<time datetime="${isoSeconds(at)}">${text ?? moment(at)}</time>`,
  };
}

const SIZES = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
] as const;

function durationText(seconds: number, units: Strings['units']): string {
  let left = Math.max(0, Math.round(seconds));
  const parts: string[] = [];
  for (const [unit, size] of SIZES) {
    const count = Math.floor(left / size);
    left -= count * size;
    if (count > 0 && (unit !== 'second' || parts.length === 0)) {
      parts.push(`${count}\u00a0${units[unit]}`);
    }
  }
  return parts.slice(0, 2).join(' ') || `0\u00a0${units.second}`;
}

/** `2026-11-21T10:02:00Z`. */
export function isoSeconds(at: Instant): string {
  return `${formatInstant(at).slice(0, 19)}Z`;
}
