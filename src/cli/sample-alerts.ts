import { flashduty, opsgenie, pagerdutyEvents } from './samples/compatible-samples.ts';
import {
  cloudwatch,
  datadog,
  mapped,
  pagerduty,
  sentry,
  uptimeKuma,
  zabbix,
} from './samples/native-samples.ts';
import { alertmanager, grafana } from './samples/prometheus-samples.ts';
import type { Sample, SampleBuilder, SampleFormat } from './samples/sample.ts';
import { causeflow, openremedy, regen } from './samples/seed-samples.ts';

/** A request as the sender of a format makes it, but for the host. */
export interface SampleRequest {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const BUILDERS: Readonly<Record<SampleFormat, SampleBuilder>> = {
  regen,
  causeflow,
  openremedy,
  alertmanager,
  grafana,
  datadog,
  pagerduty,
  sentry,
  cloudwatch,
  zabbix,
  'uptime-kuma': uptimeKuma,
  'pagerduty-events': pagerdutyEvents,
  opsgenie,
  flashduty,
  mapped,
};

/**
 * Builds and signs a test alert as senders of the format do, or signs the text that is given in its
 * place. A usage failure when that needs more than the options say.
 */
export function sampleRequest(format: SampleFormat, sample: Sample): SampleRequest {
  const build = BUILDERS[format];
  const body = sample.text ?? JSON.stringify(build.body(sample));
  const path = build.path(sample);
  const headers = { 'content-type': 'application/json', ...build.headers(sample, body) };
  return { path, headers, body };
}
