import type { Access, ToolFile } from './tool-files.ts';
import { zabbixParameters, zabbixScript } from './zabbix-script.ts';

/** Subscribes the address to a topic; SNS asks it to confirm, and the hub does. */
export function cloudwatch({ url }: Access): ToolFile {
  const protocol = url.startsWith('http:') ? 'http' : 'https';
  const code = `TOPIC=arn:aws:sns:REGION:ACCOUNT:NAME
# AWS calls the address from the internet; the hub confirms the subscription by itself.
aws sns subscribe --topic-arn "$TOPIC" --protocol ${protocol} \\
  --notification-endpoint ${JSON.stringify(url)}
# Alarms name the topic for both ways, so that they also end:
aws cloudwatch put-metric-alarm --alarm-name NAME … \\
  --alarm-actions "$TOPIC" --ok-actions "$TOPIC"
# Try it:
aws cloudwatch set-alarm-state --alarm-name NAME --state-value ALARM --state-reason test`;
  return { name: 'aws', label: 'AWS’s own command line', code };
}

/** As a file to import: Alerts → Media types → Import. */
export function zabbix({ url, apiKey }: Access): ToolFile {
  const own = [
    ['url', url],
    ['token', apiKey ?? ''],
  ] as const;
  const parameters = [...own, ...zabbixParameters].map(
    ([name, value]) => `        - name: ${name}\n          value: ${JSON.stringify(value)}`,
  );
  const script = zabbixScript.split('\n').map((line) => `        ${line}`);
  const messages = ['PROBLEM', 'RECOVERY', 'UPDATE'].map(
    (kind) => `        - event_source: TRIGGERS
          operation_mode: ${kind}
          subject: '{EVENT.NAME}'
          message: '{TRIGGER.DESCRIPTION}'`,
  );
  const code = `# tocsin.yaml
zabbix_export:
  version: '6.0'
  media_types:
    - name: Tocsin
      type: WEBHOOK
      parameters:
${parameters.join('\n')}
      script: |
${script.join('\n')}
      message_templates:
${messages.join('\n')}`;
  return { name: 'tocsin.yaml', label: 'A media type to import into Zabbix', code };
}

/** What the form of its notification asks for. */
export function uptimeKuma({ url, apiKey }: Access): ToolFile {
  const headers = apiKey ? JSON.stringify({ Authorization: `Bearer ${apiKey}` }) : '{}';
  const code = `Notification Type:   Webhook
Post URL:            ${url}
Request Body:        Preset - application/json
Additional Headers:  ${headers}`;
  return { name: 'Uptime Kuma', label: 'Settings → Notifications → Setup notification', code };
}
