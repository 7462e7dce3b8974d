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
};
