import { readFileSync } from 'node:fs';
import { type Static, Type } from 'typebox';
import { isObject } from '../kernel/json.ts';
import { pathText } from '../kernel/yaml-source.ts';
import { factsOfTest, type RecipeFacts } from '../recipes/rules/facts.ts';
import { TestFacts } from '../recipes/rules/recipe-schema.ts';
import { schemaFaults } from '../recipes/schema-faults.ts';
import { hostIn, hostName } from '../remediation/rules/targets.ts';
import { triageIncident } from '../triage/rules/triage-incident.ts';
import { usageFailure } from './outcomes.ts';

const Texts = Type.Record(Type.String(), Type.String());
const Anything = Type.Record(Type.String(), Type.Unknown());

// What alerts have in common; other fields are those of its sender.
const SampleAlert = Type.Object({
  title: Type.String({ minLength: 1 }),
  description: Type.Optional(Type.String()),
  severity: Type.Optional(Type.String()),
  service: Type.Optional(Type.String()),
  incident_type: Type.Optional(Type.String()),
  host: Type.Optional(Type.String()),
  hostname: Type.Optional(Type.String()),
  labels: Type.Optional(Texts),
  annotations: Type.Optional(Texts),
  evidence: Type.Optional(Anything),
  metadata: Type.Optional(Anything),
});

/** Reads a sample alert as recipes see it. Throws a failure that names what is wrong with the file. */
export function readSample(path: string): RecipeFacts {
  const value = parsed(path);
  const isFacts = isObject(value) && ('alert' in value || 'incident' in value);
  const faults = schemaFaults(isFacts ? TestFacts : SampleAlert, value);
  if (faults.length > 0) {
    const lines = faults.map(({ path: at, message }) => `${pathText(at) || 'it'} ${message}`);
    throw usageFailure(`${path} is no sample alert:\n  ${lines.join('\n  ')}`);
  }
  const facts = isFacts ? (value as TestFacts) : testFactsOf(value as Static<typeof SampleAlert>);
  return withType(factsOfTest(facts));
}

function parsed(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw usageFailure(`--alert must be a readable file of JSON, not "${path}" (${reason}).`);
  }
}

function testFactsOf(sample: Static<typeof SampleAlert>): TestFacts {
  const { title, description = '', labels = {}, annotations = {} } = sample;
  const { severity, service, incident_type } = sample;
  const evidence = sample.evidence ?? sample.metadata ?? {};
  const named = [sample.host, sample.hostname, evidence.hostname, evidence.host];
  const given = named.find((one) => typeof one === 'string');
  const host = hostIn(labels) ?? hostIn(annotations) ?? hostName(String(given ?? ''));
  return {
    incident: {
      ...(severity !== undefined && { severity }),
      ...(service !== undefined && { service }),
      ...(incident_type !== undefined && { incident_type }),
    },
    alert: { title, description, labels, annotations, evidence },
    ...(host !== null && { host }),
  };
}

/** A hub triages an incident before it looks for recipes: so is the sample, where it names no type. */
function withType(facts: RecipeFacts): RecipeFacts {
  const { incident, alert } = facts;
  if (incident.incident_type !== null) return facts;
  const started_at = 0;
  const { title, service, labels } = incident;
  const { incident_type } = triageIncident({
    incident: { title, severity: 'medium', service, labels, started_at },
    alerts: [
      {
        ...alert,
        ...{ alert_id: 'sample', status: 'firing', severity: 'medium', service },
        first_seen_at: started_at,
      },
    ],
    similar: [],
    changes: [],
    services: [],
  });
  return { ...facts, incident: { ...incident, incident_type } };
}
