import { ago, incidentOf, type Scene, type Story } from '../scene.ts';

const GRAFANA = 'https://grafana.meadow.example/d/checkout';
const RUNBOOK = 'https://wiki.meadow.example/runbooks/checkout';

const FINDINGS = `Every failing request waits for **payment-db-2** and runs into the 5 s timeout.

- started with the release \`checkout 2026.47.1\`
- only orders with vouchers: see [the traces](${GRAFANA}?tab=traces)

\`\`\`
ERROR voucher lookup: canceling statement due to statement timeout
\`\`\`

Rolling back to \`2026.46.4\` now.`;

const QUERY =
  'sum by (service) (rate(http_requests_total{status=~"5.."}[5m])) / ' +
  'sum by (service) (rate(http_requests_total[5m]))';

/** The outage of the day: several sources say the same, are merged, and people work on it. */
export const checkoutOutage: Story = {
  name: 'Checkout fails for every third order',
  hour: 14,
  play: async (scene) => {
    await scene.senders.prometheus(['eu-1', 'eu-2', 'uk-1'].map((pod) => errorRate(scene, pod)));
    const seen = await scene.senders.causeflow({
      title: 'High error rate on checkout-service',
      description: '5xx above 5 % for 3 minutes. 31 % of the orders of the last 5 minutes failed.',
      sourceAlertId: `cf-checkout-${scene.day}`,
      severity: 'high',
      service: 'checkout',
      environment: 'production',
      tags: { region: 'eu', release: '2026.47.1' },
      metadata: { orders_failed: 212, query: QUERY },
    });
    const id = await incidentOf(scene.as('jonas'), 'Checkout answers with errors');
    const [jonas, mara, mei] = [scene.as('jonas'), scene.as('mara'), scene.as('mei')];
    await jonas('POST', `/incidents/${id}/acknowledge`, {});
    await jonas('POST', `/incidents/${id}/merge`, { sources: [seen], comment: 'The same outage.' });
    await jonas('POST', `/incidents/${id}/add-responders`, { people: [scene.cast.ids.mei] });
    await mei('POST', `/incidents/${id}/acknowledge`, {});
    await mei('POST', `/incidents/${id}/comment`, { text: FINDINGS });
    await mara('PATCH', `/incidents/${id}`, {
      impact: 'About a third of all orders in the EU and the UK cannot be paid.',
      custom_fields: {
        customers_affected: true,
        regions: ['EU', 'UK'],
        cause: 'Our change',
        ticket: 'SHOP-4182',
      },
    });
    const text = 'Support knows, the banner is up. Next update in **15 minutes**.';
    await mara('POST', `/incidents/${id}/comment`, { text });
  },
};

function errorRate({ day }: Scene, pod: string) {
  return {
    status: 'firing' as const,
    labels: {
      alertname: 'CheckoutErrorRate',
      service: 'checkout',
      severity: 'critical',
      pod: `checkout-${pod}`,
      environment: 'production',
    },
    annotations: {
      summary: 'Checkout answers with errors',
      description: `31 % of the requests to checkout-${pod} fail; the limit is 5 %.`,
      runbook_url: RUNBOOK,
      dashboard_url: GRAFANA,
    },
    startsAt: ago(11),
    generatorURL: `https://prometheus.meadow.example/graph?g0.expr=${encodeURIComponent(QUERY)}`,
    fingerprint: `checkout-${pod}-${day}`,
  };
}
