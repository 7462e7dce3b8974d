import { isObject } from '../../kernel/json.ts';
import type { TestFacts } from './recipe-schema.ts';

/** What a recipe can see of an incident and its leading alert: plain JSON. */
export interface RecipeFacts {
  readonly incident: {
    readonly title: string;
    readonly severity: string;
    readonly service: string | null;
    readonly labels: Readonly<Record<string, string>>;
    /** `disk_full` and its like; null while nobody has said. */
    readonly incident_type: string | null;
  };
  readonly alert: {
    readonly title: string;
    readonly description: string;
    readonly labels: Readonly<Record<string, string>>;
    readonly annotations: Readonly<Record<string, string>>;
    readonly evidence: Readonly<Record<string, unknown>>;
  };
  readonly host: string | null;
}

/** Characters of an incident's words that conditions may search; every recipe does, between requests. */
const MAX_TEXT = 4_000;

/** Steps of a path; more are no evidence anybody sends. */
const MAX_DEPTH = 10;

/** Facts of a test, with what it leaves out empty. The incident's title is the alert's. */
export function factsOfTest({ incident, alert, host }: TestFacts): RecipeFacts {
  const {
    title = '',
    description = '',
    labels = {},
    annotations = {},
    evidence = {},
  } = alert ?? {};
  return {
    incident: {
      title: incident?.title ?? title,
      severity: incident?.severity ?? 'medium',
      service: incident?.service ?? null,
      labels: incident?.labels ?? labels,
      incident_type: incident?.incident_type ?? labels.incident_type ?? null,
    },
    alert: { title, description, labels, annotations, evidence },
    host: host ?? null,
  };
}

/** What conditions search as `text`: titles, service, labels and description, in lower case. */
export function searchedText({ incident, alert }: RecipeFacts): string {
  const labels = Object.entries({ ...incident.labels, ...alert.labels }).map(
    ([name, value]) => `${name}=${value}`,
  );
  // The longest comes last, so that nothing else is cut.
  const parts = [incident.title, alert.title, incident.service ?? '', ...labels, alert.description];
  return [...new Set(parts)].join('\n').slice(0, MAX_TEXT).toLowerCase();
}

/** A path into the facts: `alert.evidence.disks[0].mount`, `alert.labels["a.b/c"]`. */
export type FactPath = readonly string[];

// One step of a path: a name, a number in brackets, or a quoted text in brackets.
const STEP = /^(?:\.?([A-Za-z_][A-Za-z0-9_-]*)|\[(\d{1,6})\]|\["([^"\\]{1,200})"\])/;
const ROOTS: Readonly<Record<string, readonly string[]>> = {
  incident: ['title', 'severity', 'service', 'labels', 'incident_type'],
  alert: ['title', 'description', 'labels', 'annotations', 'evidence'],
  host: [],
};

/** Reads a path, or says in a sentence what is wrong with it. */
export function parseFactPath(text: string): FactPath | { readonly error: string } {
  const path: string[] = [];
  let rest = text;
  while (rest !== '') {
    const found = path.length === 0 && rest.startsWith('.') ? null : STEP.exec(rest);
    if (!found || path.length >= MAX_DEPTH) return { error: `"${text}" is not a path` };
    path.push(found[1] ?? found[2] ?? found[3] ?? '');
    rest = rest.slice(found[0].length);
  }
  const error = faultOfRoot(path);
  return error === null ? path : { error };
}

function faultOfRoot([root = '', field, ...more]: FactPath): string | null {
  const fields = Object.hasOwn(ROOTS, root) ? ROOTS[root] : undefined;
  if (fields === undefined) return 'must begin with alert, incident or host';
  if (fields.length === 0) return field === undefined ? null : `${root} has no fields`;
  if (field === undefined || !fields.includes(field)) {
    return `${root} has the fields ${fields.join(', ')}`;
  }
  const isMap = ['labels', 'annotations', 'evidence'].includes(field);
  if (isMap && more.length === 0) return `${root}.${field} needs the name of a value in it`;
  return isMap || more.length === 0 ? null : `${root}.${field} is a text`;
}

/** The text, number or boolean at the path; undefined where there is none or it is a structure. */
export function factAt(facts: RecipeFacts, path: FactPath): string | number | boolean | undefined {
  const value = path.reduce<unknown>(childAt, facts);
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  if (typeof value === 'string') return value === '' ? undefined : value;
  return typeof value === 'boolean' ? value : undefined;
}

function childAt(value: unknown, step: string): unknown {
  if (Array.isArray(value)) return value[Number(step)];
  return isObject(value) && Object.hasOwn(value, step) ? value[step] : undefined;
}
