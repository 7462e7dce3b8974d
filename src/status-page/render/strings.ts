import type { ImpactStatus, ReportState } from '../../store/status-tables.ts';
import type { ComponentStatus, PageImpact, PageIndicator, PageMaintenance } from '../page.ts';

/** Languages of the public pages. */
export type PageLocale = 'en' | 'de';

/** Every word of the public pages in one language. What only screen readers say is marked (SR). */
export interface Strings {
  /** BCP 47, of dates and numbers. */
  readonly tag: string;
  /** The language's own name. */
  readonly languageName: string;
  readonly overall: Readonly<Record<PageIndicator, string>>;
  readonly status: Readonly<Record<ComponentStatus, string>>;
  readonly impactOn: Readonly<Record<ImpactStatus, string>>;
  readonly state: Readonly<Record<ReportState, string>>;
  readonly phase: Readonly<Record<PageMaintenance['phase'], string>>;
  readonly impact: Readonly<Record<PageImpact, string>>;
  readonly title: (name: string) => string;
  readonly skip: string;
  readonly asOf: string;
  /** Shown when the page could not be brought up to date for a while. */
  readonly stale: string;
  readonly timesIn: (zone: string) => string;
  readonly subscribe: string;
  readonly subscribeLong: string;
  readonly email: string;
  readonly subscribeByMail: string;
  readonly otherWays: string;
  readonly feeds: string;
  readonly calendar: string;
  readonly support: string;
  readonly otherLanguage: string;
  readonly active: string;
  readonly underWay: string;
  readonly upcoming: string;
  readonly components: string;
  /** Of components that belong to no group, beside groups (SR). */
  readonly otherComponents: string;
  readonly noComponents: string;
  readonly past: string;
  readonly pastNone: (days: number) => string;
  readonly earlier: string;
  readonly history: string;
  readonly historyOf: (month: string) => string;
  readonly historyNone: string;
  readonly newer: string;
  readonly older: string;
  readonly affects: string;
  readonly started: string;
  readonly resolvedAfter: (duration: string) => string;
  readonly lasts: (duration: string) => string;
  readonly maintenance: string;
  readonly inMaintenance: string;
  readonly uptime: (percent: string) => string;
  readonly uptimeUnknown: string;
  readonly daysAgo: (days: number) => string;
  readonly today: string;
  /** Of a row of bars (SR). */
  readonly barsLabel: (name: string, days: number, uptime: string, disrupted: string) => string;
  readonly noDisruption: string;
  readonly daysDisrupted: (count: number) => string;
  readonly day: string;
  readonly dayDown: string;
  readonly dayDegraded: string;
  readonly dayMaintenance: string;
  readonly dayNone: string;
  readonly all: string;
  readonly backTo: (name: string) => string;
  readonly report: string;
  readonly updates: string;
  readonly notFoundTitle: string;
  readonly notFoundText: string;
  readonly unavailableTitle: string;
  readonly unavailableText: string;
  readonly privateTitle: string;
  readonly privateText: string;
  readonly password: string;
  readonly enter: string;
  readonly wrongPassword: string;
  readonly tooManyAttempts: string;
  readonly badge: Readonly<Record<PageIndicator, string>>;
  readonly badgeLabel: string;
  /** `1 d 2 h`, `3 min`, `45 s`. */
  readonly units: Readonly<Record<'day' | 'hour' | 'minute' | 'second', string>>;
}
