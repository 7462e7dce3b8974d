import type { Format } from './integration-data.ts';

/** Something that sends alerts, and the format it speaks. */
export interface Tool {
  readonly name: string;
  readonly title: string;
  readonly format: Format;
  readonly about: string;
}

interface KnownTool {
  readonly name: string;
  /** Null: as the format calls itself. */
  readonly title: string | null;
  readonly format: string;
  readonly about: string;
  /** Other names that it is looked for by. */
  readonly words: string;
}

/** The most common first. */
const KNOWN: readonly KnownTool[] = [
  {
    name: 'json',
    title: 'Any tool that posts JSON',
    format: 'regen',
    about: 'Scripts, cron jobs, CI and every tool with a webhook. Signed with HMAC-SHA256.',
    words: 'regen generic custom webhook http curl bash shell cron python node go ci script api',
  },
  {
    name: 'alertmanager',
    title: 'Prometheus Alertmanager',
    format: 'alertmanager',
    about: 'Its own webhook receiver, with nothing between. Sends an API key.',
    words: 'prometheus thanos mimir cortex loki victoriametrics vmalert kubernetes k8s',
  },
  {
    name: 'grafana',
    title: 'Grafana alerting',
    format: 'grafana',
    about: 'A contact point of the type webhook, or the older notifier. Signed with HMAC-SHA256.',
    words: 'grafana cloud dashboard contact point mimir loki',
  },
  {
    name: 'datadog',
    title: 'Datadog',
    format: 'datadog',
    about: 'Its webhooks, with a payload to paste. Sends an API key.',
    words: 'dd monitor apm webhook',
  },
  {
    name: 'pagerduty',
    title: 'PagerDuty',
    format: 'pagerduty',
    about:
      'Webhook subscriptions, signed; older extensions, too. Acknowledgements and notes follow.',
    words: 'pd pager duty webhook incident',
  },
  {
    name: 'sentry',
    title: 'Sentry',
    format: 'sentry',
    about: 'An internal integration’s webhooks: issues, issue alerts, metric alerts. Signed.',
    words: 'error tracking exception crash apm',
  },
  {
    name: 'cloudwatch',
    title: 'Amazon CloudWatch',
    format: 'cloudwatch',
    about: 'Alarms through an SNS topic. Signed by AWS: nothing to paste but the address.',
    words: 'aws amazon sns alarm eventbridge ec2 rds lambda cloud watch',
  },
  {
    name: 'zabbix',
    title: 'Zabbix',
    format: 'zabbix',
    about: 'A media type to import. Problems, recoveries and acknowledgements follow.',
    words: 'trigger host media type webhook',
  },
  {
    name: 'uptime-kuma',
    title: 'Uptime Kuma',
    format: 'uptime-kuma',
    about: 'Its notification of the type Webhook. Sends an API key.',
    words: 'ping http monitor status heartbeat',
  },
  {
    name: 'pagerduty-events',
    title: 'PagerDuty clients',
    format: 'pagerduty-events',
    about: 'What sends to PagerDuty’s Events API now: give it another address and key.',
    words: 'pd pager duty events v2 v1 routing integration key enqueue compatible',
  },
  {
    name: 'opsgenie',
    title: 'Opsgenie clients',
    format: 'opsgenie',
    about: 'What sends to Opsgenie’s Alert API now: give it another address and key.',
    words: 'ops genie atlassian jsm jira alert api geniekey compatible',
  },
  {
    name: 'flashduty',
    title: 'Flashduty senders',
    format: 'flashduty',
    about: 'What sends Flashduty’s standard alert event now: give it another address.',
    words: 'flash duty flashcat standard alert event compatible',
  },
  {
    name: 'mapped',
    title: 'Any JSON, mapped',
    format: 'mapped',
    about: 'For a tool whose JSON you cannot change: say here what it means.',
    words: 'custom webhook expression cel transform template other',
  },
  {
    name: 'openremedy',
    title: null,
    format: 'openremedy',
    about: 'For senders made for OpenRemedy. Signed with the tenant’s webhook secret.',
    words: 'remedy monitor host agent',
  },
  {
    name: 'causeflow',
    title: null,
    format: 'causeflow',
    about: 'For senders made for CauseFlow. Signed with the tenant’s webhook secret.',
    words: 'cause flow',
  },
];

/** What stands in for a tool that nobody knows by name. */
export const GENERIC_TOOL = 'json';

/** The tools that the formats of this hub serve: those known by name, then any other format. */
export function toolsFor(formats: readonly Format[]): readonly Tool[] {
  const known = KNOWN.flatMap(({ name, title, format: wanted, about }) => {
    const format = formats.find((one) => one.name === wanted);
    return format ? [{ name, title: title ?? format.title, format, about }] : [];
  });
  const named = new Set(KNOWN.map(({ format }) => format));
  const others = formats
    .filter(({ name }) => !named.has(name))
    .map((format) => ({ name: format.name, title: format.title, format, about: '' }));
  return [...known, ...others];
}

/** Those that a search means: each of its words begins one of theirs. */
export function searchTools(tools: readonly Tool[], search: string): readonly Tool[] {
  const wanted = search.toLowerCase().split(/\s+/).filter(Boolean);
  return tools.filter((tool) => {
    const words = wordsOf(tool);
    return wanted.every((start) => words.some((word) => word.startsWith(start)));
  });
}

function wordsOf({ name, title, about }: Tool): readonly string[] {
  const more = KNOWN.find((known) => known.name === name)?.words ?? '';
  return `${name} ${title} ${about} ${more}`.toLowerCase().split(/[^\p{L}\p{N}]+/u);
}
