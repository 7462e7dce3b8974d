import type { ComponentStatus, DayBar, PageComponent } from '../page.ts';
import { STATUS_MARK } from './marks.ts';
import { type Markup, markup, type Piece, trusted } from './markup.ts';
import type { Speech } from './speech.ts';

// Days are columns of one unit; a bar takes .72 of it. The worse the day, the taller the bar, so
// that a row is read without its colours. All good days together are one dashed line.
const WIDTH = 0.72;
const HEIGHT = 30;
const TALL: Readonly<Record<ComponentStatus, number>> = {
  up: 18,
  maintenance: 18,
  degraded: 24,
  down: 30,
};

/** The row of a component's days, and below it the same in words. */
export function renderBars(component: PageComponent, speech: Speech): Markup {
  const { days } = component;
  const { strings } = speech;
  const disrupted = days.filter(isDisrupted);
  const said = disrupted.length ? strings.daysDisrupted(disrupted.length) : strings.noDisruption;
  const label = strings.barsLabel(component.name, days.length, uptimeText(component, speech), said);
  const marks = days.map((day, at) => mark(day, at, speech));
  return markup`<svg class="bars" role="img" aria-label="${label}" viewBox="0 0 ${days.length || 1} ${HEIGHT}" preserveAspectRatio="none">${quietDays(days)}${marks}</svg><div class="ends" aria-hidden="true"><span>${strings.daysAgo(days.length)}</span><span class="n">${uptimeText(component, speech)}</span><span>${strings.today}</span></div>${disrupted.length > 0 && table(disrupted, component, speech)}`;
}

/** `99.98 % uptime`. */
export function uptimeText({ uptime }: PageComponent, { strings, percent }: Speech): string {
  return uptime === null ? strings.uptimeUnknown : strings.uptime(percent(uptime));
}

const isDisrupted = ({ worst }: DayBar) => worst !== null && worst !== 'up';

/** Days that were up or not yet shown: one dashed line for each run of the same kind. */
function quietDays(days: readonly DayBar[]): Markup {
  const known = days.findIndex(({ worst }) => worst !== null);
  const from = known === -1 ? days.length : known;
  const line = (start: number, end: number, height: number, kind: string) =>
    start < end
      ? `<path class="${kind}" d="M${start} ${HEIGHT - height / 2}H${end}" stroke-width="${height}" stroke-dasharray="${WIDTH} ${round(1 - WIDTH)}"/>`
      : '';
  const runs: string[] = [line(0, from, 4, 'nb')];
  let start = from;
  for (let at = from; at <= days.length; at++) {
    const day = days[at];
    if (day && !isDisrupted(day)) continue;
    runs.push(line(start, at, TALL.up, 'ub'));
    start = at + 1;
  }
  return trusted(runs.join(''));
}

function mark(day: DayBar, at: number, speech: Speech): Piece {
  if (day.worst === null || day.worst === 'up') return null;
  const tall = TALL[day.worst];
  const said = `${speech.utcDay(day.date)}: ${dayText(day, speech)}`;
  return markup`<path class="${STATUS_MARK[day.worst]}b" d="M${at} ${HEIGHT - tall}h${WIDTH}v${tall}h-${WIDTH}z"><title>${said}</title></path>`;
}

/** What happened on a day: `Down 45 min, Maintenance 2 h`. */
function dayText(day: DayBar, { strings, duration }: Speech): string {
  const parts: string[] = [];
  if (day.down > 0) parts.push(`${strings.dayDown} ${duration(day.down)}`);
  if (day.degraded > 0) parts.push(`${strings.dayDegraded} ${duration(day.degraded)}`);
  if (day.maintenance > 0) parts.push(`${strings.dayMaintenance} ${duration(day.maintenance)}`);
  return parts.join(', ') || (day.worst ? strings.status[day.worst] : strings.dayNone);
}

/** The row of bars as a table: only days with something in them, the latest first. */
function table(days: readonly DayBar[], component: PageComponent, speech: Speech): Markup {
  const { strings } = speech;
  const cell = (seconds: number) => (seconds > 0 ? speech.duration(seconds) : '–');
  const rows = days
    .toReversed()
    .map(
      (day) =>
        markup`<tr><td><time datetime="${day.date}">${speech.utcDay(day.date)}</time><td>${cell(day.down)}<td>${cell(day.degraded)}<td>${cell(day.maintenance)}`,
    );
  const caption = markup`<caption class="h">${component.name}</caption>`;
  return markup`<details><summary>${strings.daysDisrupted(days.length)}</summary><div class="scroll"><table>${caption}<tr><th scope="col">${strings.day} (UTC)<th scope="col">${strings.dayDown}<th scope="col">${strings.dayDegraded}<th scope="col">${strings.dayMaintenance}${rows}</table></div></details>`;
}

const round = (value: number) => Math.round(value * 100) / 100;
