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
  // Its meaning is up to the mapping; this one fits the mapping that the dashboard begins with.
  mapped: {
    title: 'Test alert',
    id: 'tocsin-test',
    state: 'firing',
    severity: 'info',
    message: 'Sent from the hub to try the integration out.',
  },
  cloudwatch: {
    Type: 'Notification',
    MessageId: 'tocsin-test',
    TopicArn: 'arn:aws:sns:us-east-1:123456789012:alerts',
    Subject: 'ALARM: "Test alert"',
    Message: JSON.stringify({
      AlarmName: 'Test alert',
      AlarmDescription: 'Sent from the hub to try the integration out. severity: info',
      AWSAccountId: '123456789012',
      NewStateValue: 'ALARM',
      OldStateValue: 'OK',
      AlarmArn: 'arn:aws:cloudwatch:us-east-1:123456789012:alarm:tocsin-test',
    }),
  },
  zabbix: {
    event_id: 'tocsin-test',
    event_value: '1',
    event_name: 'Test alert',
    event_severity: 'Information',
    event_nseverity: '1',
    event_opdata: 'Sent from the hub to try the integration out.',
    host_name: 'tocsin',
  },
  'pagerduty-events': {
    event_action: 'trigger',
    dedup_key: 'tocsin-test',
    payload: {
      summary: 'Test alert',
      source: 'tocsin',
      severity: 'info',
      custom_details: { description: 'Sent from the hub to try the integration out.' },
    },
  },
  opsgenie: {
    message: 'Test alert',
    alias: 'tocsin-test',
    description: 'Sent from the hub to try the integration out.',
    priority: 'P5',
    source: 'tocsin',
  },
  flashduty: {
    event_status: 'Info',
    alert_key: 'tocsin-test',
    title_rule: 'Test alert',
    description: 'Sent from the hub to try the integration out.',
    labels: { source: 'tocsin' },
  },
  'uptime-kuma': {
    heartbeat: { monitorID: 0, status: 0, msg: 'Sent from the hub to try the integration out.' },
    monitor: { id: 0, name: 'Test alert', tags: [{ name: 'severity', value: 'info' }] },
    msg: '[Test alert] Down',
  },
};
