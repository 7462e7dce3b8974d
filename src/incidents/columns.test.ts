import { describe, expect, test } from 'vitest';
import { type AlertState, foldEvent, type PreparedEvent } from '../alerts/rules/fold.ts';
import { type Column, fromRow, propertyOf, toRow } from '../store/columns.ts';
import { ALERT_COLUMNS, INCIDENT_COLUMNS, OUTBOX_COLUMNS, TIMELINE_COLUMNS } from './columns.ts';
import { entryRows } from './entries.ts';
import { open } from './rules/alert-steps.ts';
import type { IncidentState } from './rules/incident.ts';

const now = 1_700_000_000_000;

const opened = open({
  tenantId: 'ten_acme',
  incidentId: 'inc_1',
  alert: { alertId: 'alt_1', title: 'Disk full', severity: 'high' },
  actor: { type: 'integration', id: 'int_1', name: 'Prometheus' },
  now,
  title: 'Disk full',
  description: '',
  severity: 'high',
  serviceId: null,
  labels: { host: 'db1' },
  startedAt: now,
  integrationId: 'int_1',
  dedupKey: 'disk',
  ruleId: null,
  groupKey: null,
  ruleName: null,
  onRecovery: 'flag',
  closeAfterMinutes: 0,
  recurrenceOf: null,
});

const properties = (columns: readonly Column[]) => columns.map(([name]) => propertyOf(name)).sort();

describe('the columns', () => {
  test('of incidents are exactly the properties of a state', () => {
    expect(properties(INCIDENT_COLUMNS)).toEqual(Object.keys(opened.state).sort());
  });

  test('of alerts are exactly the properties of a state', () => {
    const event = { alertId: 'alt_1', dedupKey: 'disk', status: 'firing' } as PreparedEvent;
    const birth = {
      tenantId: 'ten_acme',
      integrationId: 'int_1',
      defaultSeverity: 'high',
    } as const;
    const { state } = foldEvent(null, event, birth, now);
    expect(properties(ALERT_COLUMNS)).toEqual(Object.keys(state satisfies AlertState).sort());
  });

  test('of timeline and outbox are exactly the properties of an entry’s rows', () => {
    const [entry] = opened.entries;
    const rows = entry && entryRows(entry);
    expect(properties(TIMELINE_COLUMNS)).toEqual(Object.keys(rows?.timeline ?? {}).sort());
    expect(properties(OUTBOX_COLUMNS)).toEqual(Object.keys(rows?.outbox ?? {}).sort());
  });

  test('bring an incident to its row and back', () => {
    const row = toRow(INCIDENT_COLUMNS, opened.state);
    const read = Object.fromEntries(
      Object.entries(row).map(([name, value]) => {
        const type = INCIDENT_COLUMNS.find(([column]) => column === name)?.[1];
        return [name, type === 'jsonb' && value !== null ? JSON.parse(String(value)) : value];
      }),
    );
    expect(fromRow<IncidentState>(INCIDENT_COLUMNS, read)).toEqual(opened.state);
  });
});
