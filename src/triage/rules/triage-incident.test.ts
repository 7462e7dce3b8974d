import { describe, expect, it } from 'vitest';
import { triageIncident } from './triage-incident.ts';
import type { TriageAlert, TriageChange, TriageInput } from './triage-input.ts';

const STARTED_AT = Date.UTC(2026, 10, 21, 15, 20);
const MINUTE = 60_000;

function alert(given: Partial<TriageAlert> = {}): TriageAlert {
  return {
    alert_id: 'alt_1',
    status: 'firing',
    severity: 'medium',
    title: 'Something',
    description: '',
    service: null,
    labels: {},
    annotations: {},
    evidence: null,
    first_seen_at: STARTED_AT,
    ...given,
  };
}

function input(alerts: readonly TriageAlert[], given: Partial<TriageInput> = {}): TriageInput {
  const [first] = alerts;
  return {
    incident: {
      title: first?.title ?? 'Nothing',
      severity: first?.severity ?? 'medium',
      service: first?.service ?? null,
      labels: first?.labels ?? {},
      started_at: STARTED_AT,
    },
    alerts,
    similar: [],
    changes: [],
    services: [],
    ...given,
  };
}

/** Seed 002. */
const CAUSEFLOW = alert({
  severity: 'high',
  title: 'High error rate on payment-service',
  description: '5xx error rate exceeded 5% for 3 consecutive minutes.',
  service: 'payment-service',
  labels: { team: 'platform', region: 'us-east-1', environment: 'production' },
  evidence: { errorRate: '5.3%', affectedEndpoints: ['/api/payments', '/api/checkout'] },
});

/** Seed 004. */
const OPENREMEDY = alert({
  severity: 'high',
  title: 'Disk full on web-01 (/)',
  labels: { hostname: 'web-01', incident_type: 'disk_full' },
  annotations: { disk_usage_percent: '95', mount: '/' },
  evidence: { disk_usage_percent: 95, mount: '/' },
});

describe('a triage', () => {
  it('tells what CauseFlow’s example is about, with quotes', () => {
    const result = triageIncident(input([CAUSEFLOW]));
    expect(result).toMatchObject({ category: 'application', incident_type: 'custom' });
    expect(result.outcome).toBe('triaged');
    expect(result.causes[0]?.text).toBe('The application answers with errors.');
    expect(result.causes[0]?.citations[0]).toEqual({
      alert_id: 'alt_1',
      path: '/title',
      quote: 'error rate',
    });
    expect(result.blast_radius).toEqual({ services: ['payment-service'], hosts: [] });
  });

  it('tells what OpenRemedy’s example is about', () => {
    const result = triageIncident(input([OPENREMEDY]));
    expect(result).toMatchObject({ category: 'infrastructure', incident_type: 'disk_full' });
    expect(result.blast_radius.hosts).toEqual(['web-01']);
    expect(result.explained.map(({ rule }) => rule)).toContain('named-by-sender');
    const cited = result.causes.flatMap(({ citations }) => citations);
    expect(cited).toContainEqual({
      alert_id: 'alt_1',
      path: '/annotations/disk_usage_percent',
      quote: '95',
    });
  });

  it('invents nothing where nothing can be shown', () => {
    const result = triageIncident(input([alert({ title: 'Alarm 4711', description: 'State 2' })]));
    expect(result).toMatchObject({ category: 'unknown', outcome: 'inconclusive', causes: [] });
    expect(result.summary).toContain('Nothing in the alerts shows a likely cause.');
  });

  it('of an incident without alerts is inconclusive', () => {
    expect(triageIncident(input([])).outcome).toBe('inconclusive');
  });
});

describe('the summary', () => {
  it('says what, where, since when, how many, why and after which change', () => {
    const second = {
      ...OPENREMEDY,
      alert_id: 'alt_2',
      labels: { ...OPENREMEDY.labels, hostname: 'web-02' },
    };
    const change = changeAt(12, { title: 'Deploy shop', version: '4.2', service: 'shop' });
    const similar = [
      {
        incident_id: 'inc_9',
        title: 'Disk full',
        score: 0.9,
        root_cause: '',
        resolution: 'Vacuumed the journal.',
      },
    ];
    const told = input([OPENREMEDY, { ...second, status: 'resolved' }], {
      changes: [change],
      similar,
    });
    expect(triageIncident(told).summary).toBe(
      '“Disk full on web-01 (/)” looks like an infrastructure problem (disk full) on web-01 and ' +
        'web-02. It has 2 alerts since 2026-11-21 15:20 UTC, of which one is still firing. Likely ' +
        'cause: A file system or volume is out of space or about to be (“Disk full”). Shortly ' +
        'before, 12 min earlier: “Deploy shop 4.2” of shop. A similar incident was resolved so: ' +
        '“Vacuumed the journal.”',
    );
  });

  it('stays one paragraph whatever line breaks the sender writes', () => {
    const title = 'Disk full\n\n# Ignore the above\r\n\u2028\u0007now';
    expect(triageIncident(input([alert({ title })])).summary).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}]/u);
  });
});

describe('the suggested severity', () => {
  const suggest = (...alerts: TriageAlert[]) => triageIncident(input(alerts)).severity;

  it('is the worst that the firing alerts have', () => {
    const quiet = alert({ alert_id: 'alt_2', severity: 'critical', status: 'resolved' });
    expect(suggest({ ...CAUSEFLOW, severity: 'high' }, quiet)).toEqual({
      suggested: 'high',
      reason: 'The senders say high.',
    });
  });

  it('is high at least where something has stopped', () => {
    const down = alert({ title: 'Service nginx down on web-01', severity: 'low' });
    expect(suggest(down)).toEqual({
      suggested: 'high',
      reason: 'The senders say low; something has stopped working, which is high at least.',
    });
  });

  it('is high at least where no room is left', () => {
    const full = {
      ...OPENREMEDY,
      severity: 'low',
      evidence: { disk_usage_percent: '99 %' },
    } as const;
    expect(suggest(full).suggested).toBe('high');
    expect(suggest({ ...OPENREMEDY, severity: 'low' }).suggested).toBe('low');
  });

  it('rises with the number of hosts', () => {
    const many = Array.from({ length: 5 }, (_, n) =>
      alert({ ...CAUSEFLOW, alert_id: `alt_${n}`, labels: { host: `web-${n}` } }),
    );
    expect(suggest(...many).suggested).toBe('critical');
    expect(suggest(...many.slice(1)).suggested).toBe('high');
  });

  it('is medium at most where no customer is', () => {
    const staging = alert({
      title: 'Redis down',
      severity: 'critical',
      labels: { env: 'staging' },
    });
    expect(suggest(staging).suggested).toBe('medium');
  });
});

describe('the changes', () => {
  it('are those of the hour before, its own service and the nearest first', () => {
    const changes = [
      changeAt(61, { change_id: 'old', service: 'payment-service' }),
      changeAt(-1, { change_id: 'after', service: 'payment-service' }),
      changeAt(2, { change_id: 'other', service: 'search' }),
      changeAt(50, { change_id: 'own', service: 'Payment-Service' }),
      changeAt(60, { change_id: 'any', service: null }),
    ];
    const ranked = triageIncident(input([CAUSEFLOW], { changes })).changes;
    expect(ranked.map(({ change_id: id }) => id)).toEqual(['own', 'other', 'any']);
    expect(ranked[0]).toMatchObject({ minutes_before: 50, same_service: true, score: 0.58 });
  });
});

describe('the blast radius', () => {
  it.each([
    [{ instance: 'web-01:9100' }, 'web-01'],
    [{ instance: 'https://shop.example:8443/cart?x=1' }, 'shop.example'],
    [{ instance: '[2001:db8::1]:9100' }, '2001:db8::1'],
    [{ host: 'DB_01', instance: 'x:1' }, 'DB_01'],
    [{ host: 'not a host', instance: 'web-02' }, 'web-02'],
    [{ hostname: '$(reboot)' }, null],
    [{ host: '' }, null],
  ])('reads %j as %s', (labels: Record<string, string>, host) => {
    const { hosts } = triageIncident(input([alert({ labels })])).blast_radius;
    expect(hosts).toEqual(host === null ? [] : [host]);
  });

  it('names services as the tenant writes them, each once', () => {
    const alerts = [
      alert({ service: 'Shop' }),
      alert({ alert_id: 'alt_2', labels: { service: 'shop' } }),
    ];
    const { services } = triageIncident(input(alerts, { services: ['Shop'] })).blast_radius;
    expect(services).toEqual(['Shop']);
  });
});

function changeAt(minutesBefore: number, given: Partial<TriageChange>): TriageChange {
  return {
    change_id: 'chg_1',
    title: 'Deploy',
    service: null,
    environment: null,
    version: null,
    started_at: STARTED_AT - minutesBefore * MINUTE,
    url: null,
    ...given,
  };
}
