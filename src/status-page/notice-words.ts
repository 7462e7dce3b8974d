import type { StatusNoticeKind } from '../store/status-tables.ts';
import type { PageLocale } from './render/strings.ts';

type StepKind = Exclude<StatusNoticeKind, 'report_created' | 'report_updated' | 'report_resolved'>;

/** Every word of what subscribers are sent, in one language; states and times speak as the page does. */
export interface NoticeWords {
  /** Of a maintenance's steps; reports are named by their state. */
  readonly step: Readonly<Record<StepKind, string>>;
  readonly state: string;
  readonly time: string;
  readonly window: string;
  readonly affects: string;
  /** Where an update came without a text. */
  readonly noText: (title: string, state: string) => string;
  readonly open: string;
  readonly reason: (hub: string) => string;
  readonly manage: string;
  readonly unsubscribe: string;
  readonly confirmSubject: (hub: string) => string;
  readonly confirmText: (hub: string, address: string) => string;
  readonly confirmAction: string;
  readonly confirmNotYou: string;
  readonly knownSubject: (hub: string) => string;
  readonly knownText: (hub: string, address: string) => string;
  readonly knownAction: string;
  readonly knownNotYou: string;
}

const english: NoticeWords = {
  step: {
    maintenance_scheduled: 'Maintenance scheduled',
    maintenance_updated: 'Maintenance changed',
    maintenance_reminder: 'Maintenance begins soon',
    maintenance_started: 'Maintenance started',
    maintenance_completed: 'Maintenance completed',
    maintenance_cancelled: 'Maintenance cancelled',
  },
  state: 'State',
  time: 'Time',
  window: 'Window',
  affects: 'Affects',
  noText: (title, state) => `${title}: ${state}.`,
  open: 'Read it on the status page',
  reason: (hub) => `You get this because you subscribed to ${hub}.`,
  manage: 'Choose what you are told',
  unsubscribe: 'Unsubscribe',
  confirmSubject: (hub) => `Confirm your subscription to ${hub}`,
  confirmText: (hub, address) =>
    `Please confirm that ${address} is to be told what happens at ${hub}.`,
  confirmAction: 'Confirm the subscription',
  confirmNotYou:
    'The link is good for seven days. If this was not you, do nothing: without it you are told nothing.',
  knownSubject: (hub) => `You are subscribed to ${hub}`,
  knownText: (hub, address) =>
    `Somebody asked to subscribe ${address} to ${hub}. It is subscribed already.`,
  knownAction: 'See or change the subscription',
  knownNotYou: 'If this was not you, do nothing: nothing has changed.',
};

const german: NoticeWords = {
  step: {
    maintenance_scheduled: 'Wartung geplant',
    maintenance_updated: 'Wartung geändert',
    maintenance_reminder: 'Wartung beginnt bald',
    maintenance_started: 'Wartung begonnen',
    maintenance_completed: 'Wartung abgeschlossen',
    maintenance_cancelled: 'Wartung abgesagt',
  },
  state: 'Stand',
  time: 'Zeit',
  window: 'Zeitraum',
  affects: 'Betrifft',
  noText: (title, state) => `${title}: ${state}.`,
  open: 'Auf der Statusseite lesen',
  reason: (hub) => `Sie bekommen dies, weil Sie ${hub} abonniert haben.`,
  manage: 'Auswählen, was Sie erfahren',
  unsubscribe: 'Abbestellen',
  confirmSubject: (hub) => `Bestätigen Sie Ihr Abonnement von ${hub}`,
  confirmText: (hub, address) =>
    `Bitte bestätigen Sie, dass ${address} erfahren soll, was bei ${hub} geschieht.`,
  confirmAction: 'Abonnement bestätigen',
  confirmNotYou:
    'Der Link gilt sieben Tage. Wenn Sie das nicht waren, tun Sie nichts: Ohne ihn erfahren Sie nichts.',
  knownSubject: (hub) => `Sie haben ${hub} abonniert`,
  knownText: (hub, address) =>
    `Jemand wollte ${hub} für ${address} abonnieren. Das Abonnement besteht schon.`,
  knownAction: 'Abonnement ansehen oder ändern',
  knownNotYou: 'Wenn Sie das nicht waren, tun Sie nichts: Es hat sich nichts geändert.',
};

const CATALOGUE: Readonly<Record<PageLocale, NoticeWords>> = { en: english, de: german };

/** The words of a language. */
export function noticeWordsOf(locale: PageLocale): NoticeWords {
  return CATALOGUE[locale];
}
