import { sha256Hex } from '../../../kernel/hashing.ts';
import { type Evidence, type IncidentType, scalar } from './incident-type.ts';

const MAX_READABLE = 512;
const TELLING = ['mount', 'service_name', 'port', 'alertname', 'title'];

/**
 * What makes an alert the same alert (contracts, "OpenRemedy"): host, kind, and the first of these
 * facts that is present; never a hash of the evidence, whose values change. Where there is none,
 * the sender's unknown word for the kind tells alerts of one host apart.
 *
 * A JSON list, so that no host name can look like another pair; hashed only when too long.
 */
export function dedupKeyOf(
  host: string,
  type: IncidentType,
  evidence: Evidence,
  unknownWord: string | undefined,
): string {
  const key = JSON.stringify([host, type, ...tellingFact(evidence, unknownWord)]);
  return key.length <= MAX_READABLE ? key : `sha256:${sha256Hex(key)}`;
}

function tellingFact(evidence: Evidence, unknownWord: string | undefined): string[] {
  for (const name of TELLING) {
    const value = scalar(evidence[name]);
    if (value !== undefined) return [name, value];
  }
  return unknownWord === undefined ? [] : ['incident_type', unknownWord];
}
