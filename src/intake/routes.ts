import type { IntakeRoute } from './receive.ts';

/** What URLs ask for that take changes instead of alerts. */
export const CHANGE = 'change';

/**
 * Every public intake URL (contracts). The seeds fix the first ones; the rest are
 * `/api/v1/webhooks/{format}/{key}`, and those which clients of other systems know.
 */
export const INTAKE_ROUTES: readonly IntakeRoute[] = [
  { path: '/api/v1/webhooks/generic', format: 'regen', addressedBy: 'default' },
  { path: '/v1/webhooks/:address/custom', format: 'causeflow', addressedBy: 'tenant' },
  { path: '/api/v1/webhooks/alerts/:address', format: 'openremedy', addressedBy: 'tenant' },
  { path: '/api/v1/webhooks/generic/:address', format: 'regen', addressedBy: 'key' },
  { path: '/api/v1/webhooks/alertmanager/:address', format: 'alertmanager', addressedBy: 'key' },
  { path: '/api/v1/webhooks/prometheus/:address', format: 'alertmanager', addressedBy: 'key' },
  { path: '/api/v1/webhooks/grafana/:address', format: 'grafana', addressedBy: 'key' },
  { path: '/api/v1/webhooks/datadog/:address', format: 'datadog', addressedBy: 'key' },
  { path: '/api/v1/webhooks/pagerduty/:address', format: 'pagerduty', addressedBy: 'key' },
  { path: '/api/v1/webhooks/sentry/:address', format: 'sentry', addressedBy: 'key' },
  { path: '/api/v1/webhooks/cloudwatch/:address', format: 'cloudwatch', addressedBy: 'key' },
  { path: '/api/v1/webhooks/zabbix/:address', format: 'zabbix', addressedBy: 'key' },
  { path: '/api/v1/webhooks/uptime-kuma/:address', format: 'uptime-kuma', addressedBy: 'key' },
  { path: '/api/v1/webhooks/mapped/:address', format: 'mapped', addressedBy: 'key' },
  {
    path: '/api/v1/webhooks/pagerduty-events/:address',
    format: 'pagerduty-events',
    addressedBy: 'key',
  },
  { path: '/v2/enqueue', format: 'pagerduty-events', addressedBy: 'carried' },
  {
    path: '/v2/change/enqueue',
    format: 'pagerduty-events',
    addressedBy: 'carried',
    action: CHANGE,
  },
  {
    path: '/generic/2010-04-15/create_event.json',
    format: 'pagerduty-events',
    addressedBy: 'carried',
    action: 'v1',
  },
  { path: '/api/v1/webhooks/opsgenie/:address', format: 'opsgenie', addressedBy: 'key' },
  { path: '/v2/alerts', format: 'opsgenie', addressedBy: 'carried' },
  ...['close', 'acknowledge', 'unacknowledge', 'notes', 'snooze'].map(
    (action): IntakeRoute => ({
      path: `/v2/alerts/:alert/${action}`,
      format: 'opsgenie',
      addressedBy: 'carried',
      action,
    }),
  ),
  { path: '/api/v1/webhooks/flashduty/:address', format: 'flashduty', addressedBy: 'key' },
  { path: '/event/push/alert/standard', format: 'flashduty', addressedBy: 'carried' },
];

/** URLs at which senders ask, by GET, for what they have sent. */
export const QUESTION_ROUTES: readonly IntakeRoute[] = [
  { path: '/v2/alerts/:alert', format: 'opsgenie', addressedBy: 'carried', action: 'alert' },
  {
    path: '/v2/alerts/requests/:alert',
    format: 'opsgenie',
    addressedBy: 'carried',
    action: 'request',
  },
];

/** Largest body accepted, in bytes (contracts, "Common to all intake"). */
export const MAX_BODY_BYTES = 1024 * 1024;
