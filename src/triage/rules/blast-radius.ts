import { isObject } from '../../kernel/json.ts';
import { storable, truncate } from '../../kernel/text.ts';
import { scalarText } from './facts.ts';
import type { TriageAlert, TriageInput } from './triage-input.ts';

/** Services and hosts an incident reaches, as far as its alerts name them. */
export interface BlastRadius {
  readonly services: readonly string[];
  readonly hosts: readonly string[];
}

const SHOWN = 50;
const MAX_NAME = 255;

/** By which key senders name a host, the surest first. */
const HOST_KEYS = [
  'hostname',
  'host',
  'nodename',
  'node',
  'server',
  'server_name',
  'computer',
  'instance',
];
const HOST_NAME = /^[\p{L}\p{N}](?:[\p{L}\p{N}._-]*[\p{L}\p{N}])?$/u;

/** Services and hosts that the alerts name, each once, in alphabetical order, 50 at most. */
export function blastRadiusOf(input: TriageInput): BlastRadius {
  const named = input.alerts.flatMap(({ service, labels }) => [service, labels.service]);
  const known = new Map(input.services.map((name) => [name.toLowerCase(), name]));
  const services = [input.incident.service, ...named]
    .filter((name): name is string => typeof name === 'string' && name.trim() !== '')
    .map(
      (name) => known.get(name.trim().toLowerCase()) ?? truncate(storable(name.trim()), MAX_NAME),
    );
  const hosts = input.alerts.map(hostOf).filter((host) => host !== null);
  return { services: listed(services), hosts: listed(hosts) };
}

/** The host an alert is about, without its port; null: it names none. */
export function hostOf(alert: Pick<TriageAlert, 'labels' | 'annotations' | 'evidence'>) {
  for (const map of [alert.labels, alert.evidence, alert.annotations]) {
    if (!isObject(map)) continue;
    for (const key of HOST_KEYS) {
      const host = Object.hasOwn(map, key) ? hostIn(scalarText(map[key])) : null;
      if (host !== null) return host;
    }
  }
  return null;
}

/** `web-01`, `web-01:9100`, `https://shop.example/cart` and `[::1]:80` name hosts; sentences do not. */
function hostIn(text: string | undefined): string | null {
  if (text === undefined || text.length > 2 * MAX_NAME) return null;
  const [, authority = ''] = /^(?:[a-z][a-z0-9+.-]*:\/\/)?([^/?#]*)/i.exec(text.trim()) ?? [];
  const bracketed = /^\[([0-9a-f:.]+)\]/i.exec(authority)?.[1];
  if (bracketed !== undefined) return bracketed;
  const name = authority.replace(/:\d{1,5}$/, '');
  return name.length <= MAX_NAME && HOST_NAME.test(name) ? name : null;
}

function listed(names: readonly string[]): string[] {
  return [...new Set(names)].sort().slice(0, SHOWN);
}
