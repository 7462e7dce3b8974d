import { NODE_EXPORTER, PROMETHEUS, type Program, startProgram } from './debian-programs.ts';
import { example } from './run-example.ts';

// Prometheus and its exporter, set up as OpenRemedy's documentation prints it.

/** The text with its parts replaced; throws when one is not there. */
function adapt(text: string, parts: readonly (readonly [from: string, to: string])[]): string {
  return parts.reduce((now, [from, to]) => {
    if (!now.includes(from)) throw new Error(`The example does not say ${from}.`);
    return now.replaceAll(from, to);
  }, text);
}

/** As printed, but in a hurry; the first rule's threshold is the disk's. */
export function rulesWithDiskAbove(percent: number): string {
  return adapt(example('openremedy-rules.yml'), [
    ['* 100 > 90\n        for: 5m', `* 100 > ${percent}\n        for: 1s`],
    ['for: 5m', 'for: 10m'],
    ['for: 1m', 'for: 10m'],
  ]);
}

/** As printed, but in a hurry, with a credential, and with the adapter beside the hub. */
export function receiversFor(hubUrl: string, key: string, adapter: string): string {
  const printed = 'https://your-platform.example.com/api/v1/webhooks/alerts/my-company';
  const more = `send_resolved: true
        http_config:
          authorization:
            credentials: '${key}'
      - url: 'http://${adapter}/alertmanager'
        send_resolved: true`;
  return adapt(example('openremedy-alertmanager.yml'), [
    ['group_wait: 30s', 'group_wait: 100ms'],
    ['group_interval: 5m', 'group_interval: 500ms'],
    [printed, hubUrl],
    ['send_resolved: true', more],
  ]);
}

/** Tells of the root file system alone, of whatever kind that is. */
export function startNodeExporter(): Promise<Program> {
  return startProgram({
    binary: NODE_EXPORTER,
    args: ({ address }) => [
      `--web.listen-address=${address}`,
      '--collector.disable-defaults',
      ...['filesystem', 'cpu', 'meminfo'].map((name) => `--collector.${name}`),
      '--collector.filesystem.mount-points-exclude=^/.+',
      '--collector.filesystem.fs-types-exclude=^(rootfs|proc)$',
    ],
    readyPath: '/',
  });
}

/** Asks the exporter as host web-01 each second, and tells the Alertmanager at once. */
export function startPrometheus(alertmanager: string, exporter: string): Promise<Program> {
  return startProgram({
    binary: PROMETHEUS,
    files: {
      'prometheus.yml': `
global: {scrape_interval: 1s, scrape_timeout: 1s, evaluation_interval: 500ms}
rule_files: [rules.yml]
alerting:
  alertmanagers: [{static_configs: [{targets: ['${alertmanager}']}]}]
scrape_configs:
  - job_name: node
    static_configs: [{targets: ['${exporter}'], labels: {instance: 'web-01:9100'}}]
`,
      // Any disk is as full as that.
      'rules.yml': rulesWithDiskAbove(0),
    },
    args: ({ address, folder }) => [
      '--config.file=prometheus.yml',
      `--storage.tsdb.path=${folder}/data`,
      `--web.listen-address=${address}`,
      // What Alertmanager misses while it is found anew comes again at once.
      '--rules.alert.resend-delay=1s',
    ],
    readyPath: '/-/ready',
  });
}
