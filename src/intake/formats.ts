import type { FormatInfo } from '../tenants/tenants-context.ts';
import type { Format } from './format.ts';
import { alertmanager } from './formats/alertmanager/alertmanager.ts';
import { causeflow } from './formats/causeflow/causeflow.ts';
import { cloudwatch } from './formats/cloudwatch/cloudwatch.ts';
import { datadog } from './formats/datadog/datadog.ts';
import { flashduty } from './formats/flashduty/flashduty.ts';
import { grafana } from './formats/grafana/grafana.ts';
import { mapped } from './formats/mapped/mapped.ts';
import { openremedy } from './formats/openremedy/openremedy.ts';
import { opsgenie } from './formats/opsgenie/opsgenie.ts';
import { pagerduty } from './formats/pagerduty/pagerduty.ts';
import { pagerdutyEvents } from './formats/pagerduty-events/pagerduty-events.ts';
import { regen } from './formats/regen/regen.ts';
import { sentry } from './formats/sentry/sentry.ts';
import { uptimeKuma } from './formats/uptime-kuma/uptime-kuma.ts';
import { zabbix } from './formats/zabbix/zabbix.ts';

/** Every wire format the hub takes alerts in. A new vendor is a folder and a line here. */
export const FORMATS: readonly Format[] = [
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
  uptimeKuma,
  pagerdutyEvents,
  opsgenie,
  flashduty,
  mapped,
];

const ALIASES: Readonly<Record<string, string>> = { generic: 'regen', prometheus: 'alertmanager' };

/** The format a URL or a configuration names, by name or alias; `undefined` if there is none. */
export function formatNamed(name: string): Format | undefined {
  const known = Object.hasOwn(ALIASES, name) ? ALIASES[name] : name;
  return FORMATS.find((format) => format.name === known);
}

/** What the rooms that know no format need to know of one. */
export function formatInfo({ name, auth, checkSettings }: Format): FormatInfo {
  return { name, auth: auth.kind, ...(checkSettings && { checkSettings }) };
}
