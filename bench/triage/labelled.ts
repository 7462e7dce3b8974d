import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import type { Category, IncidentType } from '../../src/triage/rules/triage-result.ts';

/** An alert as a tool of its kind would send it, with what a person says it is about. */
export interface LabelledAlert {
  readonly id: string;
  readonly category: Category;
  readonly incident_type: IncidentType;
  /** What kind of recipe should be offered; null: none of the starter set. */
  readonly recipe: Family | null;
  readonly title: string;
  readonly description: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly evidence: Readonly<Record<string, unknown>> | null;
}

/** What a recipe is for. */
export type Family =
  | 'disk'
  | 'cpu'
  | 'memory'
  | 'service'
  | 'port'
  | 'certificate'
  | 'clock'
  | 'backup'
  | 'hardware'
  | 'postgres'
  | 'mysql'
  | 'redis'
  | 'search'
  | 'pod'
  | 'node'
  | 'rollout'
  | 'network'
  | 'queue'
  | 'errors'
  | 'provider'
  | 'login';

const FOLDER = new URL('./labelled/', import.meta.url);
const HELD_OUT = 0.3;

/** All labelled alerts, one file a vendor. */
export function readLabelled(): LabelledAlert[] {
  const files = readdirSync(FOLDER).filter((name) => name.endsWith('.json'));
  return files.sort().flatMap((name) => {
    return JSON.parse(readFileSync(new URL(name, FOLDER), 'utf8')) as LabelledAlert[];
  });
}

/**
 * Whether an alert only measures: about 30 %, by a hash of its id, so that nobody picks them.
 * Rules are written and tuned by looking at the others.
 */
export function isHeldOut({ id }: LabelledAlert): boolean {
  return createHash('sha256').update(id).digest().readUInt16BE(0) / 65_536 < HELD_OUT;
}
