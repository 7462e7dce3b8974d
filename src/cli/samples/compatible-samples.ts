import { DESCRIPTION, need, type SampleBuilder } from './sample.ts';
import { inWordsOf, priority } from './severity-words.ts';

// As clients of these systems send: to the addresses they know, with the integration's key where
// theirs belongs.

const eventSeverity = inWordsOf({ high: 'error', medium: 'warning', low: 'info' });

/** PagerDuty's Events API, version 2. */
export const pagerdutyEvents: SampleBuilder = {
  path: () => '/v2/enqueue',
  body: (sample) => {
    const { key, id, title, status, at } = sample;
    const common = { routing_key: need(key, '--key', 'pagerduty-events'), dedup_key: id };
    if (status === 'resolved') return { ...common, event_action: 'resolve' };
    return {
      ...common,
      event_action: 'trigger',
      payload: {
        summary: title,
        source: 'tocsin send',
        severity: eventSeverity(sample),
        timestamp: at.toISOString(),
        custom_details: { description: DESCRIPTION },
      },
    };
  },
  headers: () => ({}),
};

/** Opsgenie's Alert API: created under an alias, and closed by it. */
export const opsgenie: SampleBuilder = {
  path: ({ status, id }) =>
    status === 'resolved'
      ? `/v2/alerts/${encodeURIComponent(id)}/close?identifierType=alias`
      : '/v2/alerts',
  body: (sample) => {
    const source = 'tocsin send';
    if (sample.status === 'resolved') return { source, note: DESCRIPTION };
    const { id: alias, title: message } = sample;
    return { message, alias, description: DESCRIPTION, priority: priority(sample), source };
  },
  headers: ({ key }) => ({ authorization: `GenieKey ${need(key, '--key', 'opsgenie')}` }),
};

const eventStatus = inWordsOf({
  critical: 'Critical',
  high: 'Warning',
  medium: 'Warning',
  low: 'Info',
  info: 'Info',
});

/** Flashduty's standard alert. */
export const flashduty: SampleBuilder = {
  path: ({ key }) => {
    const integration_key = need(key, '--key', 'flashduty');
    return `/event/push/alert/standard?${new URLSearchParams({ integration_key })}`;
  },
  body: (sample) => ({
    event_status: sample.status === 'resolved' ? 'Ok' : eventStatus(sample),
    alert_key: sample.id,
    title_rule: sample.title,
    description: DESCRIPTION,
    labels: { source: 'tocsin send' },
  }),
  headers: () => ({}),
};
