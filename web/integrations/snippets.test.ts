import { describe, expect, test } from 'vitest';
import { type Sender, snippetsFor } from './snippets.ts';

const sample = { alerts: [{ title: "It's down" }] };

function sender(change: Partial<Sender> = {}): Sender {
  return {
    format: {
      name: 'regen',
      signature: { header: 'x-regen-signature', prefix: 'required' },
      sample,
    },
    url: 'https://hub.example/hooks/regen/key_1',
    secret: 'secret-1',
    signed: true,
    apiKey: null,
    ...change,
  };
}

function codeOf(name: string, given: Sender): string {
  return snippetsFor(given).find((snippet) => snippet.name === name)?.code ?? '';
}

describe('snippets', () => {
  test.each(['curl', 'python', 'node'])('%s carries address, secret and signature', (name) => {
    const code = codeOf(name, sender());
    expect(code).toContain('https://hub.example/hooks/regen/key_1');
    expect(code).toContain('secret-1');
    expect(code).toMatch(/x-regen-signature.*sha256=/s);
  });

  test('quotes in the body do not end the word of the shell', () => {
    expect(codeOf('curl', sender())).toContain(String.raw`It'\''s down`);
  });

  test('the digest is bare where the format knows no prefix', () => {
    const signature = { header: 'x-signature', prefix: 'none' } as const;
    const code = codeOf('curl', sender({ format: { name: 'other', signature, sample } }));
    expect(code).toContain('x-signature: $SIGNATURE');
  });

  test('Alertmanager gets its own configuration, with the API key', () => {
    const format = { name: 'alertmanager', signature: null, sample };
    const [first] = snippetsFor(sender({ format, secret: null, signed: false, apiKey: 'tsk_1' }));
    expect(first?.name).toBe('alertmanager.yml');
    expect(first?.code).toContain('credentials: "tsk_1"');
    expect(first?.code).toContain('send_resolved: true');
  });

  test('Grafana signs, with a timestamp', () => {
    const format = {
      name: 'grafana',
      signature: { header: 'x-grafana-alerting-signature', prefix: 'none' },
      sample,
    } as const;
    const [first] = snippetsFor(sender({ tool: 'grafana', format }));
    expect(first?.name).toBe('tocsin.yaml');
    expect(first?.code).toContain('secret: "secret-1"');
    expect(first?.code).toContain('timestampHeader: X-Grafana-Alerting-Timestamp');
  });

  test('Datadog gets its payload and the API key to paste', () => {
    const format = { name: 'datadog', signature: null, sample };
    const [first] = snippetsFor(sender({ format, secret: null, signed: false, apiKey: 'tsk_1' }));
    expect(first?.code).toContain('"alert_transition": "$ALERT_TRANSITION"');
    expect(first?.code).toContain('"Authorization": "Bearer tsk_1"');
  });

  test('PagerDuty gets a subscription, and its digest stands behind v1=', () => {
    const format = {
      name: 'pagerduty',
      signature: { header: 'x-pagerduty-signature', prefix: 'v1' },
      sample,
    } as const;
    const given = sender({ format });
    expect(snippetsFor(given)[0]?.code).toContain(given.url);
    expect(codeOf('curl', given)).toContain('x-pagerduty-signature: v1=$SIGNATURE');
  });

  test('clients of PagerDuty are pointed at the hub, with the key in the body', () => {
    const format = {
      name: 'pagerduty-events',
      signature: null,
      sample: { event_action: 'trigger' },
    };
    const url = 'https://hub.example/api/v1/webhooks/pagerduty-events/key_1';
    const given = sender({ format, url, secret: null, signed: false });
    expect(snippetsFor(given)[0]?.code).toContain('url: "https://hub.example/v2/enqueue"');
    expect(snippetsFor(given)[0]?.code).toContain('routing_key: "key_1"');
    expect(codeOf('curl', given)).toContain("'https://hub.example/v2/enqueue'");
    expect(codeOf('curl', given)).toContain('{"routing_key":"key_1","event_action":"trigger"}');
  });

  test('clients of Opsgenie send the key in a header, those of Flashduty in the address', () => {
    const of = (name: string) =>
      sender({
        format: { name, signature: null, sample },
        url: `https://hub.example/api/v1/webhooks/${name}/key_1`,
        secret: null,
        signed: false,
      });
    expect(codeOf('curl', of('opsgenie'))).toContain("'https://hub.example/v2/alerts'");
    expect(codeOf('curl', of('opsgenie'))).toContain('Authorization: GenieKey key_1');
    expect(codeOf('curl', of('flashduty'))).toContain('standard?integration_key=key_1');
  });

  test('a place is kept for a key that is not shown', () => {
    const format = { name: 'opsgenie', signature: null, sample };
    const given = sender({ format, url: 'PUT_THE_ADDRESS_HERE', secret: null, signed: false });
    expect(codeOf('curl', given)).toContain('GenieKey PUT_THE_KEY_OF_THE_INTEGRATION_HERE');
  });

  test('Sentry’s settings are named with the address', () => {
    const format = {
      name: 'sentry',
      signature: { header: 'sentry-hook-signature', prefix: 'none' },
      sample,
    } as const;
    const given = sender({ format });
    expect(snippetsFor(given)[0]?.code).toContain(given.url);
  });
});
