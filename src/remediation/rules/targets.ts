/** What a run is about: one of it at a time. */
export interface Target {
  /** `host:web-01`, `service:svc_…` or `incident:inc_…`. */
  readonly name: string;
  readonly host: string | null;
  readonly serviceId: string | null;
}

/** The host when something runs on one, else the service, else the incident alone. */
export function targetOf(about: {
  readonly host: string | null;
  readonly serviceId: string | null;
  readonly incidentId: string;
}): Target {
  const { host, serviceId, incidentId } = about;
  if (host !== null) return { name: `host:${host}`, host, serviceId };
  if (serviceId !== null) return { name: `service:${serviceId}`, host, serviceId };
  return { name: `incident:${incidentId}`, host, serviceId };
}

/** For a sentence on an incident's timeline: ` on web-01`; nothing where no host is the target. */
export function onTarget(target: string): string {
  return target.startsWith('host:') ? ` on ${target.slice('host:'.length)}` : '';
}

const HOST_LABELS = ['hostname', 'host', 'instance', 'node', 'server', 'nodename'] as const;

/** The host that labels name, in lower case and without its port; null: none that can be one. */
export function hostIn(labels: Readonly<Record<string, string>>): string | null {
  for (const label of HOST_LABELS) {
    const given = Object.hasOwn(labels, label) ? labels[label] : undefined;
    const host = given === undefined ? null : hostName(given);
    if (host !== null) return host;
  }
  return null;
}

/** A host name in the form it is compared in; null for what is no name of a host. */
export function hostName(text: string): string | null {
  const host = text
    .trim()
    .toLowerCase()
    .replace(/:\d{1,5}$/, '');
  const isName = /^[a-z0-9](?:[a-z0-9._-]{0,251}[a-z0-9])?$/.test(host);
  return isName ? host : null;
}
