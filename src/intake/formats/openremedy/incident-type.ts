import { truncate } from '../../../kernel/text.ts';
import { firstText, MAX_TITLE } from '../fields.ts';

/** The six kinds of incident that OpenRemedy knows (seed 004). */
export type IncidentType =
  | 'service_down'
  | 'disk_full'
  | 'cpu_high'
  | 'memory_high'
  | 'port_unavailable'
  | 'custom';

export type Evidence = Readonly<Record<string, unknown>>;

type TitleOf = (host: string, evidence: Evidence) => string;

const TITLE: Readonly<Record<IncidentType, TitleOf>> = {
  service_down: (host, { service_name }) => `Service${named(service_name)} down on ${host}`,
  disk_full: (host, { mount }) => {
    const place = scalar(mount);
    return place === undefined ? `Disk full on ${host}` : `Disk full on ${host} (${place})`;
  },
  cpu_high: (host) => `CPU usage high on ${host}`,
  memory_high: (host) => `Memory usage high on ${host}`,
  port_unavailable: (host, { port }) => `Port${named(port)} unavailable on ${host}`,
  custom: (host, { title, alertname, summary, message }) =>
    firstText(title, alertname, summary, message) ?? `Alert on ${host}`,
};

/** The kind a sender's word stands for, `undefined` for an unknown word. */
export function incidentTypeFrom(word: string): IncidentType | undefined {
  const known = word.trim().toLowerCase();
  return Object.hasOwn(TITLE, known) ? (known as IncidentType) : undefined;
}

/** A title for people, as the format has none. */
export function titleOf(type: IncidentType, host: string, evidence: Evidence): string {
  return truncate(TITLE[type](host, evidence), MAX_TITLE);
}

/** A text or number as text; `undefined` for everything else and for blank text. */
export function scalar(value: unknown): string | undefined {
  return typeof value === 'number' ? String(value) : firstText(value);
}

function named(value: unknown): string {
  const name = scalar(value);
  return name === undefined ? '' : ` ${name}`;
}
