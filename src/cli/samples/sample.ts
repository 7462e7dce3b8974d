import { usageFailure } from '../outcomes.ts';

/** The formats that `tocsin send` can send, and cloudwatch, of which it says why not. */
export const SAMPLE_FORMATS = [
  'regen',
  'causeflow',
  'openremedy',
  'alertmanager',
  'grafana',
  'datadog',
  'pagerduty',
  'sentry',
  'cloudwatch',
  'zabbix',
  'uptime-kuma',
  'pagerduty-events',
  'opsgenie',
  'flashduty',
  'mapped',
] as const;

export type SampleFormat = (typeof SAMPLE_FORMATS)[number];

/** The options of `tocsin send`. */
export interface SendOptions {
  readonly url?: string;
  readonly tenant: string;
  readonly key?: string;
  readonly secret?: string;
  readonly apiKey?: string;
  readonly title: string;
  /** One of our five words, which builders translate, or a word of the format's own. */
  readonly severity: string;
  readonly status: 'firing' | 'resolved';
  readonly id?: string;
  /** A file to send byte for byte instead of a made-up alert. */
  readonly file?: string;
  readonly count: number;
  readonly json?: boolean;
}

/** One alert to post: its id, and when it happened. */
export interface Sample extends SendOptions {
  readonly id: string;
  readonly at: Date;
  /** What `--file` holds. */
  readonly text?: string;
}

type Headings = Readonly<Record<string, string>>;

/** How senders of a format make a request; each part may end in a usage failure. */
export interface SampleBuilder {
  readonly path: (sample: Sample) => string;
  /** The body, before it is JSON. */
  readonly body: (sample: Sample) => unknown;
  /** Credentials and what else the sender adds, for the exact bytes of the body. */
  readonly headers: (sample: Sample, body: string) => Headings;
}

export const DESCRIPTION = 'Sent with `tocsin send`.';

/** An option that the format cannot do without; a usage failure where it is missing. */
export function need(value: string | undefined, option: string, format: SampleFormat): string {
  if (value) return value;
  throw usageFailure(`Sending ${format} needs ${option}.`);
}

/** The URL of an integration of a format, by its key. */
export function keyedPath(format: SampleFormat): SampleBuilder['path'] {
  return ({ key }) =>
    `/api/v1/webhooks/${format}/${encodeURIComponent(need(key, '--key', format))}`;
}
