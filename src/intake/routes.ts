import type { IntakeRoute } from './receive.ts';

/**
 * Every public intake URL (contracts). The seeds fix the first ones; the rest are
 * `/api/v1/webhooks/{format}/{key}`.
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
];

/** Largest body accepted, in bytes (contracts, "Common to all intake"). */
export const MAX_BODY_BYTES = 1024 * 1024;
