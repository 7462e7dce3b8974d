import type { ImpactStatus } from '../../store/status-tables.ts';
import type { PageImpact, PageMaintenance, PageReport, PageUpdate } from '../page.ts';
import { maintenanceLink, reportLink } from './links.ts';
import { icon, type Mark } from './marks.ts';
import { type Markup, markup, type Piece, trusted } from './markup.ts';
import type { Speech } from './speech.ts';

const IMPACT_MARK: Readonly<Record<PageImpact, Mark>> = {
  none: 'u',
  minor: 'g',
  major: 'x',
  critical: 'x',
};

interface Affected {
  readonly serviceId: string;
  readonly name: string;
  readonly status: ImpactStatus;
}

/** How a report or maintenance is set into a page. */
export interface EventFrame {
  readonly speech: Speech;
  /** What links begin with. */
  readonly base: string;
  /** Its title: linked below a heading of its section, or the heading of its own page. */
  readonly heading: 'linked' | 'page';
}

/** A report with all its updates, the newest first. */
export function renderReportInFull(report: PageReport, frame: EventFrame): Markup {
  const { speech, base } = frame;
  const { strings } = speech;
  const mark = report.state === 'resolved' ? 'u' : IMPACT_MARK[report.impact];
  const facts: Piece[] = [
    markup`<span class="st ${mark}">${icon(mark)} ${strings.state[report.state]}</span>`,
    markup`<span>${strings.impact[report.impact]}</span>`,
    markup`<span>${strings.started} ${speech.time(report.startedAt)}</span>`,
    resolution(report, speech),
  ];
  const title = titleOf(report.title, reportLink(base, report.id), frame);
  return markup`<article class="event ev-${mark}">${title}<div class="facts">${facts}</div>${affects(report.affected, speech, report.state !== 'resolved')}${updatesOf(report, speech)}</article>`;
}

function updatesOf(report: PageReport, speech: Speech): Markup {
  const items = report.updates.map((update) => updateOf(update, speech));
  return markup`<ul class="ups">${items}</ul>`;
}

function updateOf(update: PageUpdate, speech: Speech): Markup {
  const { strings, time } = speech;
  return markup`<li><b>${strings.state[update.state]}</b><span class="q">${time(update.at)}</span><div class="body" dir="auto">${trusted(update.html)}</div></li>`;
}

function resolution({ startedAt, resolvedAt }: PageReport, { strings, duration }: Speech): Piece {
  if (resolvedAt === null) return null;
  return markup`<span>${strings.resolvedAfter(duration((resolvedAt - startedAt) / 1000))}</span>`;
}

/** A maintenance with its text and window. */
export function renderMaintenanceInFull(item: PageMaintenance, frame: EventFrame): Markup {
  const { speech, base } = frame;
  const { strings } = speech;
  const mark = item.phase === 'completed' ? 'u' : 'm';
  const state = markup`<span class="st ${mark}">${icon(mark)} ${strings.phase[item.phase]}</span>`;
  const title = titleOf(item.title, maintenanceLink(base, item.id), frame);
  return markup`<article class="event ev-${item.phase === 'in_progress' ? 'm' : 'q'}">${title}<div class="facts">${state}${windowOf(item, speech)}</div>${affects(item.affected, speech, true)}<ul class="ups"><li><div class="body" dir="auto">${trusted(item.html)}</div></li></ul></article>`;
}

function windowOf({ startsAt, endsAt }: PageMaintenance, speech: Speech): Piece {
  const { strings, span, duration } = speech;
  const window = speech.time(startsAt, span(startsAt, endsAt));
  const lasts = strings.lasts(duration((endsAt - startsAt) / 1000));
  return markup`<span>${window}</span><span>${lasts}</span>`;
}

function titleOf(title: string, link: string, { heading }: EventFrame): Markup {
  if (heading === 'page') return markup`<h1 class="title" dir="auto">${title}</h1>`;
  return markup`<h3 dir="auto"><a href="${link}">${title}</a></h3>`;
}

/** Which components, with the status the event gives them now where it still matters. */
function affects(affected: readonly Affected[], { strings }: Speech, withStatus: boolean): Piece {
  if (affected.length === 0) return null;
  const items = affected.map(({ name, status }) => {
    const said = withStatus && markup` (${strings.impactOn[status]})`;
    return markup`<li><bdi>${name}</bdi>${said}</li>`;
  });
  return markup`<ul class="affects" aria-label="${strings.affects}">${items}</ul>`;
}

/** A past report in a few lines: title, when, its last word. */
export function renderReportInBrief(report: PageReport, { speech, base }: EventFrame): Markup {
  const { strings } = speech;
  const last = report.updates[0];
  const facts: Piece[] = [
    markup`<span class="st u">${icon('u')} ${strings.state[report.state]}</span>`,
    markup`<span>${span(report, speech)}</span>`,
    resolution(report, speech),
  ];
  return markup`<li><h4 dir="auto"><a href="${reportLink(base, report.id)}">${report.title}</a></h4><div class="facts">${facts}</div>${affects(report.affected, speech, false)}${last ? markup`<div class="body" dir="auto">${trusted(last.html)}</div>` : null}</li>`;
}

function span({ startedAt, resolvedAt }: PageReport, speech: Speech): Markup {
  const text = resolvedAt === null ? undefined : speech.span(startedAt, resolvedAt);
  return speech.time(startedAt, text);
}

/** A past maintenance in a few lines. */
export function renderMaintenanceInBrief(item: PageMaintenance, frame: EventFrame): Markup {
  const { speech, base } = frame;
  const { strings } = speech;
  const state = markup`<span class="st m">${icon('m')} ${strings.maintenance}: ${strings.phase[item.phase]}</span>`;
  return markup`<li><h4 dir="auto"><a href="${maintenanceLink(base, item.id)}">${item.title}</a></h4><div class="facts">${state}${windowOf(item, speech)}</div>${affects(item.affected, speech, false)}</li>`;
}
