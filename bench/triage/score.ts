import { matchRecipes } from '../../src/recipes/rules/match-recipes.ts';
import type { RecipeDocument } from '../../src/recipes/rules/recipe-schema.ts';
import { hostOf } from '../../src/triage/rules/blast-radius.ts';
import { triageIncident } from '../../src/triage/rules/triage-incident.ts';
import type { TriageInput } from '../../src/triage/rules/triage-input.ts';
import type { TriageResult } from '../../src/triage/rules/triage-result.ts';
import type { Family, LabelledAlert } from './labelled.ts';

/** What came out for one labelled alert. */
export interface Scored {
  readonly alert: LabelledAlert;
  readonly result: TriageResult;
  readonly milliseconds: number;
  /** Slugs of the three best recipes. */
  readonly offered: readonly string[];
  /** Whether a recipe of the right kind is among them; null: the alert needs none. */
  readonly isOffered: boolean | null;
}

const OFFERED = 3;
const STARTED_AT = Date.UTC(2026, 10, 21, 12);

/** Words by which the slugs of the starter set tell what they are for. */
const SLUGS: Readonly<Record<Family, RegExp>> = {
  disk: /disk-usage|vacuum|cache-clean/,
  cpu: /top-cpu/,
  memory: /top-memory/,
  service: /unit/,
  port: /port/,
  certificate: /certificate/,
  clock: /clock/,
  backup: /backup/,
  hardware: /disk-health/,
  postgres: /postgres/,
  mysql: /mysql/,
  redis: /redis/,
  search: /search/,
  pod: /kube-pod/,
  node: /kube-node/,
  rollout: /rollout|change/,
  network: /network/,
  queue: /queue|kafka/,
  errors: /application/,
  provider: /third-party/,
  login: /login/,
};

/** An incident of this one alert, triaged, with the recipes that fit it. */
export function score(alert: LabelledAlert, recipes: readonly RecipeDocument[]): Scored {
  const input = inputOf(alert);
  const begun = performance.now();
  const result = triageIncident(input);
  const milliseconds = performance.now() - begun;
  const { title, description, labels } = alert;
  const evidence = alert.evidence ?? {};
  const annotations = {};
  const { severity, service } = input.incident;
  const { incident_type } = result;
  const matches = matchRecipes(recipes, {
    incident: { title, severity, service, labels, incident_type },
    alert: { title, description, labels, annotations, evidence },
    host: hostOf({ labels, annotations, evidence }),
  });
  const offered = matches.slice(0, OFFERED).map(({ slug }) => slug);
  const { recipe } = alert;
  const isOffered = recipe === null ? null : offered.some((slug) => SLUGS[recipe].test(slug));
  return { alert, result, milliseconds, offered, isOffered };
}

function inputOf({ id, title, description, labels, evidence }: LabelledAlert): TriageInput {
  const service = labels.service ?? null;
  const alert = {
    ...({
      alert_id: id,
      status: 'firing',
      severity: 'medium',
      title,
      description,
      service,
    } as const),
    ...{ labels, annotations: {}, evidence, first_seen_at: STARTED_AT },
  };
  return {
    incident: { title, severity: 'medium', service, labels, started_at: STARTED_AT },
    alerts: [alert],
    similar: [],
    changes: [],
    services: [],
  };
}
