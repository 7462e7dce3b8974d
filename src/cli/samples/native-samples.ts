import { usageFailure } from '../outcomes.ts';
import { bearer, sign, standIn, unixSeconds } from './credentials.ts';
import { DESCRIPTION, keyedPath, type SampleBuilder } from './sample.ts';
import { inWordsOf, priority } from './severity-words.ts';

/** The payload of docs/sources/datadog.md, as Datadog fills it in. */
export const datadog: SampleBuilder = {
  path: keyedPath('datadog'),
  body: (sample) => {
    const { id, title, status, at } = sample;
    const transition = status === 'resolved' ? 'Recovered' : 'Triggered';
    return {
      alert_id: id,
      alert_transition: transition,
      alert_type: status === 'resolved' ? 'success' : 'error',
      alert_priority: priority(sample),
      alert_title: `[${transition}] ${title}`,
      text: DESCRIPTION,
      tags: 'source:tocsin-send',
      last_updated: String(at.getTime()),
    };
  },
  headers: standIn,
};

/** Webhooks version 3. */
export const pagerduty: SampleBuilder = {
  path: keyedPath('pagerduty'),
  body: (sample) => {
    const { id, title, severity, status, at } = sample;
    const state = status === 'resolved' ? 'resolved' : 'triggered';
    return {
      event: {
        // Its own id for each event, as PagerDuty's is: one that was seen counts once.
        id: `${id}-${state}-${at.getTime()}`,
        event_type: `incident.${state}`,
        resource_type: 'incident',
        occurred_at: at.toISOString(),
        agent: null,
        client: { name: 'tocsin send' },
        data: {
          id,
          type: 'incident',
          status: state,
          title,
          priority: { summary: severity, type: 'priority_reference' },
          urgency: ['low', 'info'].includes(severity) ? 'low' : 'high',
        },
      },
    };
  },
  headers: (sample, body) => ({
    ...bearer(sample),
    ...(sample.secret && { 'x-pagerduty-signature': `v1=${sign(sample.secret, body)}` }),
  }),
};

// It has no word for low.
const level = inWordsOf({ critical: 'fatal', high: 'error', medium: 'warning', low: 'info' });

/** An issue that is new, or resolved. */
export const sentry: SampleBuilder = {
  path: keyedPath('sentry'),
  body: (sample) => {
    const { id, title, status, at } = sample;
    const isOver = status === 'resolved';
    return {
      action: isOver ? 'resolved' : 'created',
      data: {
        issue: {
          id,
          title,
          culprit: DESCRIPTION,
          level: level(sample),
          status: isOver ? 'resolved' : 'unresolved',
          lastSeen: at.toISOString(),
        },
      },
      installation: { uuid: '00000000-0000-0000-0000-000000000000' },
      actor: { type: 'application', id: 'tocsin', name: 'tocsin send' },
    };
  },
  headers: (sample, body) => ({
    ...bearer(sample),
    'sentry-hook-resource': 'issue',
    ...(sample.secret && { 'sentry-hook-signature': sign(sample.secret, body) }),
  }),
};

const WHY_NOT_CLOUDWATCH =
  'CloudWatch’s messages are signed by AWS with a key that nobody else has, so none can be made ' +
  'here. Try `aws cloudwatch set-alarm-state`, or the test of the integration: ' +
  'POST /api/v1/integrations/{id}/test.';

/** Explains itself; a recorded message is sent as it is, for an integration that takes it. */
export const cloudwatch: SampleBuilder = {
  path: keyedPath('cloudwatch'),
  body: () => {
    throw usageFailure(WHY_NOT_CLOUDWATCH);
  },
  headers: () => ({ 'content-type': 'text/plain; charset=UTF-8' }),
};

// Not classified, information, warning, average, high, disaster: no level of its own for low.
const nseverity = inWordsOf({ critical: '5', high: '4', medium: '3', low: '2', info: '1' });

/** The parameters of docs/sources/zabbix.md, with their macros expanded. */
export const zabbix: SampleBuilder = {
  path: keyedPath('zabbix'),
  body: (sample) => {
    const isOver = sample.status === 'resolved';
    return {
      event_id: sample.id,
      event_value: isOver ? '0' : '1',
      event_name: sample.title,
      event_nseverity: nseverity(sample),
      event_opdata: DESCRIPTION,
      ...(isOver
        ? { event_recovery_timestamp: unixSeconds(sample.at) }
        : { event_timestamp: unixSeconds(sample.at) }),
      host_name: 'tocsin-send',
    };
  },
  headers: standIn,
};

/** A monitor that is down, or up again; its severity is a tag. */
export const uptimeKuma: SampleBuilder = {
  path: keyedPath('uptime-kuma'),
  body: ({ id, title, severity, status, at }) => ({
    heartbeat: {
      monitorID: id,
      status: status === 'resolved' ? 1 : 0,
      msg: DESCRIPTION,
      time: at.toISOString().replace('T', ' ').replace('Z', ''),
    },
    monitor: { id, name: title, tags: [{ name: 'severity', value: severity }] },
    msg: `[${title}] ${status === 'resolved' ? 'Up' : 'Down'}`,
  }),
  headers: standIn,
};

/** Only the mapping knows what its JSON looks like, so that has to be given. */
export const mapped: SampleBuilder = {
  path: keyedPath('mapped'),
  body: () => {
    throw usageFailure(
      'Sending mapped needs --file: only the mapping of the integration knows what its JSON means.',
    );
  },
  headers: standIn,
};
