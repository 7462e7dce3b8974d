import type { Incident } from '../api/shapes.ts';
import { exactTime } from '../frame/times.ts';
import { nameOfLevel } from '../theme/severity-mark.tsx';
import { whoHasIt } from './people.ts';

const STATES = {
  triggered: 'Triggered',
  acknowledged: 'Acknowledged',
  closed: 'Resolved',
} as const;

/** An incident for a chat or a ticket. */
export function incidentAsMarkdown(incident: Incident, link: string): string {
  const facts: readonly (readonly [string, string])[] = [
    ['State', STATES[incident.progress]],
    ['Severity', nameOfLevel(incident.severity)],
    ['Service', incident.service?.name ?? ''],
    ['Since', exactTime(incident.started_at)],
    ['Resolved', incident.closed_at ? exactTime(incident.closed_at) : ''],
    ['Who has it', whoHasIt(incident, 20)],
    ['Alerts', String(incident.alert_count)],
    ['Impact', incident.impact],
    ['Root cause', incident.root_cause],
    ['Resolution', incident.resolution],
  ];
  const lines = facts
    .filter(([, value]) => value !== '')
    .map(([name, value]) => `- **${name}:** ${oneLine(value)}`);
  const description = incident.description ? ['', oneLine(incident.description)] : [];
  return [`### [${escapeTitle(incident.title)}](${link})`, '', ...lines, ...description].join('\n');
}

function oneLine(text: string): string {
  return text.replaceAll(/\s*\n\s*/g, ' ');
}

function escapeTitle(title: string): string {
  return oneLine(title).replaceAll(/[[\]\\]/g, '\\$&');
}
