import type { IconName } from './icons.tsx';

/** A part of the dashboard as the rail names it. */
export interface Section {
  readonly path: string;
  readonly label: string;
  readonly icon: IconName;
  /** Key sequence that goes there. */
  readonly keys: string;
}

/** The rail, from top to bottom. A new part of the dashboard is a line here and a page in routes. */
export const SECTIONS: readonly Section[] = [
  { path: '/incidents', label: 'Incidents', icon: 'siren', keys: 'g i' },
  { path: '/alerts', label: 'Alerts', icon: 'bell', keys: 'g a' },
  { path: '/status-pages', label: 'Status pages', icon: 'screen', keys: 'g p' },
  { path: '/services', label: 'Services', icon: 'layers', keys: 'g s' },
  { path: '/integrations', label: 'Integrations', icon: 'plug', keys: 'g n' },
  { path: '/webhooks', label: 'Webhooks', icon: 'send', keys: 'g w' },
  { path: '/rules', label: 'Rules', icon: 'filter', keys: 'g r' },
  { path: '/remediation', label: 'Remediation', icon: 'bolt', keys: 'g m' },
  { path: '/recipes', label: 'Recipes', icon: 'book', keys: 'g c' },
  { path: '/analytics', label: 'Analytics', icon: 'chart', keys: 'g y' },
  { path: '/settings', label: 'Settings', icon: 'settings', keys: 'g ,' },
];
