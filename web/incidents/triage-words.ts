import type { Triage } from '../api/shapes.ts';

type Findings = NonNullable<Triage['result']>;

const CATEGORIES: Readonly<Record<Findings['category'], string>> = {
  infrastructure: 'Infrastructure',
  application: 'Application',
  deployment: 'Deployment',
  third_party: 'Third party',
  database: 'Database',
  network: 'Network',
  security: 'Security',
  unknown: 'Unknown kind',
};

const TYPES: Readonly<Record<Findings['incident_type'], string>> = {
  service_down: 'Service down',
  disk_full: 'Disk full',
  cpu_high: 'CPU high',
  memory_high: 'Memory high',
  port_unavailable: 'Port unavailable',
  custom: '',
};

/** What kind of trouble it is: one word or two. */
export function kindWords({
  category,
  incident_type,
}: Pick<Findings, 'category' | 'incident_type'>): readonly string[] {
  return [CATEGORIES[category], TYPES[incident_type]].filter((word) => word !== '');
}

/** Where in an alert a quote stands: `its title`, `label alertname`. */
export function placeWords(path: string): string {
  const [, part = '', ...rest] = path
    .split('/')
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
  const key = rest.join(' › ');
  const names: Readonly<Record<string, string>> = {
    labels: `label ${key}`,
    annotations: `annotation ${key}`,
    evidence: key === '' ? 'its evidence' : `evidence ${key}`,
    raw: 'what was received',
  };
  return names[part] ?? `its ${part}`;
}

/** What a timeline says of a triage that has ended. */
export function triagedWords(detail: Readonly<Record<string, unknown>>): string {
  const { outcome, category, incident_type } = detail as Partial<Findings> & { outcome?: string };
  if (outcome === 'failed') return 'Triage failed';
  if (category === undefined || incident_type === undefined) return 'Triaged';
  const kind = kindWords({ category, incident_type }).join(', ');
  return outcome === 'inconclusive' ? `Triage found no cause (${kind})` : `Triaged: ${kind}`;
}
