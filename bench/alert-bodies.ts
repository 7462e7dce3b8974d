const DIGITS = 9;

/** External ids of the alerts in the request with this number. */
export function externalIds(prefix: string, batch: number, number: number): string[] {
  return Array.from({ length: batch }, (_, index) => `${prefix}-${pad(number * batch + index)}`);
}

/**
 * Bodies of generic webhook requests by number, `batch` alerts each of about 600 bytes: the
 * format's own example, with the prefix and a running number as identity. All equally long.
 */
export function createBodies(prefix: string, batch: number): (number: number) => string {
  const parts = JSON.stringify(example(`${prefix}-#`)).split('#');
  const alert = (id: string) => parts.join(id);
  if (batch === 1) return (number) => `{"alerts":[${alert(pad(number))}]}`;
  return (number) => {
    let list = '';
    for (let index = 0; index < batch; index++) {
      list += `${index === 0 ? '' : ','}${alert(pad(number * batch + index))}`;
    }
    return `{"alerts":[${list}]}`;
  };
}

function pad(number: number): string {
  return String(number).padStart(DIGITS, '0');
}

function example(id: string) {
  return {
    title: `Redis memory usage above 90% (${id})`,
    description: 'Redis instance redis-primary is using 91.2% of available memory.',
    severity: 'critical',
    status: 'firing',
    external_id: id,
    source: 'my-monitoring-script',
    labels: {
      service: 'redis',
      environment: 'production',
      region: 'us-east-1',
      instance: 'redis-primary.prod.internal:6379',
    },
    annotations: {
      runbook: 'https://wiki.yourcompany.com/runbooks/redis-memory',
      dashboard: 'https://grafana.yourcompany.com/d/redis',
    },
    started_at: '2024-01-15T10:30:00Z',
  };
}
