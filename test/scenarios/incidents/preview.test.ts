import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createRoutingRule } from '../../../src/incidents/create-routing-rule.ts';
import { previewRoutingRules } from '../../../src/incidents/preview-rules.ts';
import type { PreviewRulesBody } from '../../../src/incidents/preview-schemas.ts';
import { newId } from '../../../src/kernel/ids.ts';
import { MINUTE } from '../../../src/kernel/time.ts';
import { openIncidentRoom, problemOf } from './incident-room.ts';

let room: Awaited<ReturnType<typeof openIncidentRoom>>;
let saved: string;
const START = Date.parse('2026-03-01T00:00:00Z');

beforeAll(async () => {
  room = await openIncidentRoom();
  await room.store.db
    .insertInto('integrations')
    .values({
      tenant_id: 'ten_acme',
      integration_id: 'int_prom',
      format: 'alertmanager',
      name: 'Prometheus',
      data_source_id: 7,
    })
    .execute();
  const context = { ...room.as('ann', { scope: 'admin' }), rules: { forget: () => true } };
  const rule = await createRoutingRule(context, {
    name: 'Team core',
    condition: 'labels.team == "core"',
    actions: { severity: 'critical' },
  });
  saved = rule.id;
  // 30 alerts of core, one a minute, then 10 of nobody.
  for (let n = 0; n < 40; n++) {
    await addAlert(START + n * MINUTE, n < 30 ? { team: 'core', host: `h${n % 3}` } : {}, n < 30);
  }
  await addAlert(START, { team: 'core' }, false, 'ten_globex');
});
afterAll(() => room.close());

async function addAlert(
  at: number,
  labels: Record<string, string>,
  ruled: boolean,
  tenant = 'ten_acme',
) {
  const id = newId('alt');
  const seen = new Date(at);
  await room.store.db
    .insertInto('alerts')
    .values({
      tenant_id: tenant,
      alert_id: id,
      integration_id: 'int_prom',
      dedup_key: id,
      status: 'firing',
      severity: ruled ? 'critical' : 'low',
      severity_word: 'warning',
      title: 'Slow queries',
      description: '',
      service_id: 'svc_web',
      source: null,
      labels: JSON.stringify(labels),
      annotations: '{}',
      links: '[]',
      first_seen_at: seen,
      last_seen_at: seen,
      event_count: 1,
      event_kept_at: seen,
      rule_id: ruled ? saved : null,
      started_at: null,
      ended_at: null,
      incident_id: null,
      incident_at: null,
      group_key: null,
      pushed_at: null,
    })
    .execute();
}

const preview = (input: PreviewRulesBody) => previewRoutingRules(room.as(), input);

describe('a preview', () => {
  test('of nothing new shows what the saved rules do', async () => {
    const shown = await preview({});
    expect(shown).toMatchObject({
      sample: 40,
      matched: null,
      changed: { alerts: 0 },
      before: { incidents: 40, suppressed: 0, grouped: 0, no_incident: 0 },
      by_rule: [
        { id: saved, name: 'Team core', before: 30, after: 30 },
        { id: 'default', before: 0, after: 0 },
        { id: null, before: 10, after: 10 },
      ],
      examples: [],
    });
    expect(shown.after).toEqual(shown.before);
  });

  test('of a draft of a saved rule compares the two', async () => {
    const actions = { group_by: ['labels.host'], window: null };
    const rule = { id: saved, condition: 'labels.team == "core"', actions };
    const shown = await preview({ rule });
    expect(shown).toMatchObject({
      matched: 30,
      decided: 30,
      // The sender's "warning" counts as medium once the rule leaves the severity alone.
      changed: { alerts: 30, severity: 30, grouping: 30, rule: 0, suppressed: 0, service: 0 },
      before: { incidents: 40 },
      after: { incidents: 13, grouped: 30 },
    });
    expect(shown.examples).toHaveLength(20);
    expect(shown.examples[0]).toMatchObject({
      matched: true,
      before: { rule: { id: saved, name: 'Team core' }, severity: 'critical', group: null },
      after: { severity: 'medium', group: [{ field: 'labels.host', value: 'h2' }] },
    });
  });

  test('of a new rule depends on its place', async () => {
    const rule = { condition: 'service == "Web shop"', actions: { suppress: true } };
    const last = await preview({ rule });
    expect(last).toMatchObject({ matched: 40, decided: 10, after: { suppressed: 10 } });
    const first = await preview({ rule, position: 1 });
    expect(first).toMatchObject({
      matched: 40,
      decided: 40,
      changed: { alerts: 40, suppressed: 40, rule: 40 },
      after: { incidents: 0, suppressed: 40, no_incident: 40 },
    });
    expect(first.examples[0]?.after).toMatchObject({ rule: { id: 'draft', name: 'New rule' } });
  });

  test('of all rules stands for them instead', async () => {
    const rules = [{ condition: 'integration == "Prometheus"', actions: { service: 'api' } }];
    const shown = await preview({ rules, sample: 5 });
    expect(shown).toMatchObject({ sample: 5, matched: null, changed: { alerts: 5, service: 5 } });
    expect(shown.newest_at).toBe('2026-03-01T00:39:00.000Z');
  });

  test('of two hundred alerts and two hundred rules is answered', async () => {
    for (let n = 0; n < 200; n++) await addAlert(START + n, { host: `x${n}` }, false);
    const slow = 'title.matches("^(a|b)*c") || labels.exists(k, labels[k] == "zz")';
    const rules = Array.from({ length: 200 }, () => ({ condition: slow }));
    const shown = await preview({ rules });
    expect(shown.sample).toBe(200);
  });
});

describe('a preview is refused', () => {
  test('at the characters that are wrong', async () => {
    const condition = 'labels.team == "core" && severty == "high"';
    const call = preview({ rule: { condition } });
    const problem = await problemOf(call);
    const start = condition.indexOf('severty');
    expect(problem).toMatchObject({
      status: 422,
      pointers: ['/rule/condition'],
      extra: { range: { start, end: start + 7 }, reason: 'Unknown variable: severty' },
    });
    const second = preview({ rules: [{ condition: 'true' }, { condition: 'title ==' }] });
    expect(await problemOf(second)).toMatchObject({
      pointers: ['/rules/1/condition'],
      extra: { range: { start: 8, end: 8 } },
    });
  });

  test('for rules and fields that do not exist, and to viewers', async () => {
    const rule = { id: 'rul_none', condition: 'true' };
    expect(await problemOf(preview({ rule }))).toMatchObject({ status: 404 });
    const field = { condition: 'true', actions: { group_by: ['colour'] } };
    expect(await problemOf(preview({ rule: field }))).toMatchObject({
      pointers: ['/rule/actions/group_by/0'],
    });
    const both = { rule: { condition: 'true' }, rules: [] };
    expect(await problemOf(() => preview(both))).toMatchObject({ status: 422 });
    const viewer = room.as('eve', { scope: 'viewer' });
    expect(await problemOf(() => previewRoutingRules(viewer, {}))).toMatchObject({ status: 403 });
  });
});
