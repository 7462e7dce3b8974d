import { opsgenie, pagerdutyEvents } from './compatible-tool-files.ts';
import { cloudwatch, uptimeKuma, zabbix } from './native-tool-files.ts';
/** What a tool's own configuration has to hold. */
export interface Access {
  readonly url: string;
  /** Null where no key is wanted. */
  readonly apiKey: string | null;
  /** The secret, or what stands in its place. */
  readonly secret: string;
}

/** A tool's own configuration, to copy. */
export interface ToolFile {
  readonly name: string;
  readonly label: string;
  readonly code: string;
}

const FILES: Readonly<Record<string, (access: Access) => ToolFile>> = {
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
};

/** The configuration of a tool; undefined for tools that have none. */
export function toolFile(tool: string, access: Access): ToolFile | undefined {
  return Object.hasOwn(FILES, tool) ? FILES[tool]?.(access) : undefined;
}

function alertmanager({ url, apiKey }: Access): ToolFile {
  const authorization = apiKey
    ? `
        http_config:
          authorization:
            credentials: ${JSON.stringify(apiKey)}`
    : '';
  const code = `# alertmanager.yml
route:
  receiver: tocsin
receivers:
  - name: tocsin
    webhook_configs:
      - url: ${JSON.stringify(url)}
        send_resolved: true${authorization}`;
  return { name: 'alertmanager.yml', label: 'Alertmanager’s own configuration', code };
}

/** Signed from Grafana 12 on; an API key where the format of the integration is Alertmanager's. */
function grafana({ url, apiKey, secret }: Access): ToolFile {
  const credentials = apiKey
    ? `
          authorization_scheme: Bearer
          authorization_credentials: ${JSON.stringify(apiKey)}`
    : `
          hmacConfig:
            secret: ${JSON.stringify(secret)}
            header: X-Grafana-Alerting-Signature
            timestampHeader: X-Grafana-Alerting-Timestamp`;
  const code = `# /etc/grafana/provisioning/alerting/tocsin.yaml
apiVersion: 1
contactPoints:
  - orgId: 1
    name: tocsin
    receivers:
      - uid: tocsin
        type: webhook
        settings:
          url: ${JSON.stringify(url)}
          httpMethod: POST${credentials}`;
  return { name: 'tocsin.yaml', label: 'Grafana’s contact point, as a file', code };
}

/** The fields of the format, each with the variable that Datadog puts in its place. */
const DATADOG_VARIABLES = {
  alert_id: '$ALERT_ID',
  alert_scope: '$ALERT_SCOPE',
  alert_transition: '$ALERT_TRANSITION',
  alert_type: '$ALERT_TYPE',
  alert_priority: '$ALERT_PRIORITY',
  alert_title: '$ALERT_TITLE',
  alert_status: '$ALERT_STATUS',
  alert_metric: '$ALERT_METRIC',
  alert_query: '$ALERT_QUERY',
  alert_cycle_key: '$ALERT_CYCLE_KEY',
  aggreg_key: '$AGGREG_KEY',
  event_title: '$EVENT_TITLE',
  text: '$TEXT_ONLY_MSG',
  hostname: '$HOSTNAME',
  tags: '$TAGS',
  link: '$LINK',
  snapshot: '$SNAPSHOT',
  last_updated: '$LAST_UPDATED',
  org_id: '$ORG_ID',
  org_name: '$ORG_NAME',
};

function datadog({ url, apiKey }: Access): ToolFile {
  const headers = apiKey ? { Authorization: `Bearer ${apiKey}` } : {};
  const code = `Integrations → Webhooks → New

Name
tocsin

URL
${url}

Payload
${JSON.stringify(DATADOG_VARIABLES, null, 2)}

Custom Headers
${JSON.stringify(headers, null, 2)}

Then write @webhook-tocsin into the message of each monitor.`;
  return { name: 'Datadog', label: 'What to paste into Datadog', code };
}

function pagerduty({ url }: Access): ToolFile {
  const subscription = {
    webhook_subscription: {
      type: 'webhook_subscription',
      description: 'Tocsin',
      delivery_method: { type: 'http_delivery_method', url },
      events: [
        'incident.triggered',
        'incident.acknowledged',
        'incident.unacknowledged',
        'incident.reopened',
        'incident.resolved',
        'incident.priority_updated',
        'incident.annotated',
        'incident.status_update_published',
      ],
      filter: { type: 'account_reference' },
    },
  };
  const code = `# PagerDuty makes the secret: delivery_method.secret of the reply.
# Give it to this integration with "Rotate secret".
curl -sS https://api.pagerduty.com/webhook_subscriptions \\
  -H 'Authorization: Token token=PUT_A_PAGERDUTY_TOKEN_HERE' \\
  -H 'Content-Type: application/json' \\
  --data-binary '${JSON.stringify(subscription, null, 2)}'`;
  return { name: 'PagerDuty', label: 'PagerDuty’s webhook subscription', code };
}

function sentry({ url }: Access): ToolFile {
  const code = `Settings → Developer Settings → Create New Integration → Internal Integration

Webhook URL
${url}

Alert Rule Action
on

Permissions
Issue & Event: Read

Webhooks
issue, comment

Sentry makes the secret: give its "Client Secret" to this integration with "Rotate secret".
Then choose this integration as an action of your alert rules.`;
  return { name: 'Sentry', label: 'What to enter in Sentry', code };
}
