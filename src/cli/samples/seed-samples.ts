import { usageFailure } from '../outcomes.ts';
import { bearer, sign } from './credentials.ts';
import { DESCRIPTION, need, type SampleBuilder } from './sample.ts';
import { inWordsOf } from './severity-words.ts';

const word = inWordsOf({ high: 'critical', medium: 'warning', low: 'info' });

/** The generic webhook; without a key the default tenant's, which may be open. */
export const regen: SampleBuilder = {
  path: ({ key }) => `/api/v1/webhooks/generic${key ? `/${encodeURIComponent(key)}` : ''}`,
  body: (sample) => {
    const { id: external_id, title, status } = sample;
    const texts = { title, description: DESCRIPTION, source: 'tocsin send' };
    return { alerts: [{ external_id, ...texts, severity: word(sample), status }] };
  },
  headers: (sample, body) => ({
    ...bearer(sample),
    ...(sample.secret && { 'x-regen-signature': `sha256=${sign(sample.secret, body)}` }),
  }),
};

export const causeflow: SampleBuilder = {
  path: ({ tenant }) => `/v1/webhooks/${encodeURIComponent(tenant)}/custom`,
  body: ({ id: sourceAlertId, title, severity, status }) => {
    if (status === 'resolved') throw usageFailure('CauseFlow alerts cannot be resolved.');
    return { title, description: DESCRIPTION, sourceAlertId, severity };
  },
  headers: ({ apiKey, secret }, body) => ({
    'x-api-key': need(apiKey, '--api-key', 'causeflow'),
    'x-webhook-signature': sign(need(secret, '--secret', 'causeflow'), body),
  }),
};

export const openremedy: SampleBuilder = {
  path: ({ tenant }) => `/api/v1/webhooks/alerts/${encodeURIComponent(tenant)}`,
  body: ({ id: hostname, title, severity, status }) => {
    const evidence = { title, description: DESCRIPTION, status };
    return { hostname, incident_type: 'custom', severity, evidence };
  },
  headers: (sample, body) => {
    const signature = `sha256=${sign(need(sample.secret, '--secret', 'openremedy'), body)}`;
    return { ...bearer(sample), 'x-openremedy-signature': signature };
  },
};
