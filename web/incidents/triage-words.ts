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

type Told = Partial<Findings> & {
  readonly outcome?: string;
  /** What a model calls it, where the rules call it something else. */
  readonly refined_type?: Findings['incident_type'];
  readonly by?: string;
};

/** Why a model was not heard, by the word of the hub; another word stands for itself. */
const MODEL_FAULTS: Readonly<Record<string, string>> = {
  timeout: 'it took too long',
  unreachable: 'it could not be reached',
  blocked: 'the hub may not call its address',
  refused: 'it does not take the hub’s key',
  busy: 'it is too busy',
  error: 'it answered with an error',
  large: 'it said too much',
  invalid: 'its answer could not be read',
  unfounded: 'nothing it quoted is in an alert',
  paused: 'it has failed several times just before',
  late: 'it was asked too late',
  interrupted: 'it was interrupted',
};

function listed(wrote: Triage['model']['wrote']): string {
  const names = wrote.map((part) => part.replace('incident_type', 'type'));
  const last = names.at(-1) ?? '';
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} and ${last}`;
}

/** What a card says of the model; empty: nothing worth a word. */
export function modelWords({ state, reason, name, wrote }: Triage['model']): string {
  if (state === 'pending') return 'A model is being asked, too; this is what the rules found.';
  if (state === 'refined') return `By the model ${name ?? ''}: ${listed(wrote)}.`;
  if (state === 'off' || reason === null || reason === 'superseded') return '';
  return `Without the model: ${MODEL_FAULTS[reason] ?? reason}.`;
}

/** What a timeline says of a triage that has ended. */
export function triagedWords(detail: Readonly<Record<string, unknown>>): string {
  const { outcome, category, incident_type, refined_type, by } = detail as Told;
  if (outcome === 'failed') return 'Triage failed';
  if (category === undefined || incident_type === undefined) return 'Triaged';
  const kind = kindWords({ category, incident_type: refined_type ?? incident_type }).join(', ');
  if (by === 'model') return `Triaged with a model: ${kind}`;
  return outcome === 'inconclusive' ? `Triage found no cause (${kind})` : `Triaged: ${kind}`;
}
