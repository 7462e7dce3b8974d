import type { JsonObject } from '../kernel/json.ts';

/** One firing alert in each format, by name: for test sends and documentation. */
export const SAMPLES: Readonly<Record<string, JsonObject>> = {
  regen: {
    alerts: [
      {
        title: 'Test alert',
        description: 'Sent from the hub to try the integration out.',
        severity: 'info',
        status: 'firing',
        external_id: 'tocsin-test',
        source: 'tocsin',
        labels: { test: 'true' },
      },
    ],
  },
  // No sourceAlertId: a second test would be refused as a duplicate.
  causeflow: {
    title: 'Test alert',
    description: 'Sent from the hub to try the integration out.',
    severity: 'info',
    environment: 'test',
    tags: { test: 'true' },
  },
  openremedy: {
    hostname: 'tocsin-test',
    incident_type: 'custom',
    severity: 'info',
    evidence: { title: 'Test alert', message: 'Sent from the hub to try the integration out.' },
  },
  alertmanager: {
    version: '4',
    status: 'firing',
    receiver: 'tocsin',
    groupLabels: {},
    commonLabels: {},
    commonAnnotations: {},
    externalURL: '',
    alerts: [
      {
        status: 'firing',
        labels: { alertname: 'TestAlert', severity: 'info', test: 'true' },
        annotations: {
          summary: 'Test alert',
          description: 'Sent from the hub to try the integration out.',
        },
        fingerprint: 'tocsin-test',
      },
    ],
  },
  grafana: {
    receiver: 'tocsin',
    status: 'firing',
    state: 'alerting',
    orgId: 1,
    version: '1',
    externalURL: '',
    alerts: [
      {
        status: 'firing',
        labels: { alertname: 'TestAlert', severity: 'info', test: 'true' },
        annotations: {
          summary: 'Test alert',
          description: 'Sent from the hub to try the integration out.',
        },
        fingerprint: 'tocsin-test',
      },
    ],
  },
  datadog: {
    alert_id: 'tocsin-test',
    alert_transition: 'Triggered',
    alert_type: 'info',
    alert_title: 'Test alert',
    text: 'Sent from the hub to try the integration out.',
    tags: 'test:true',
  },
  pagerduty: {
    event: {
      event_type: 'incident.triggered',
      resource_type: 'incident',
      agent: null,
      data: {
        id: 'tocsin-test',
        type: 'incident',
        status: 'triggered',
        title: 'Test alert',
        priority: { summary: 'info' },
        urgency: 'low',
      },
    },
  },
  sentry: {
    action: 'created',
    data: {
      issue: {
        id: 'tocsin-test',
        title: 'Test alert',
        culprit: 'Sent from the hub to try the integration out.',
        level: 'info',
        status: 'unresolved',
      },
    },
    installation: { uuid: '00000000-0000-0000-0000-000000000000' },
    actor: { type: 'application', id: 'tocsin', name: 'Tocsin' },
  },
};
