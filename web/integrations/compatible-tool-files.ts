import { pointingOf } from './pointing.ts';
import type { Access, ToolFile } from './tool-files.ts';

/** What the settings of a client ask for, in their order. */
function settingsOf(format: string, url: string): readonly string[] {
  return (pointingOf(format, url)?.settings ?? []).map(({ code }) => JSON.stringify(code));
}

/** Alertmanager knows PagerDuty by itself, as do most tools: only the address is another. */
export function pagerdutyEvents({ url }: Access): ToolFile {
  const [address, key] = settingsOf('pagerduty-events', url);
  const code = `# alertmanager.yml
route:
  receiver: tocsin
receivers:
  - name: tocsin
    pagerduty_configs:
      - url: ${address}
        routing_key: ${key}`;
  return { name: 'alertmanager.yml', label: 'Alertmanager, as if it sent to PagerDuty', code };
}

/** The same for Opsgenie. */
export function opsgenie({ url }: Access): ToolFile {
  const [address, key] = settingsOf('opsgenie', url);
  const code = `# alertmanager.yml
route:
  receiver: tocsin
receivers:
  - name: tocsin
    opsgenie_configs:
      - api_url: ${address}
        api_key: ${key}`;
  return { name: 'alertmanager.yml', label: 'Alertmanager, as if it sent to Opsgenie', code };
}
