import { ago, type Story } from '../scene.ts';

const LONG =
  'Product feed for the marketplaces (Amazon, Otto, Zalando, Kaufland) was built from a price ' +
  'list that is older than 24 hours, so 18,400 offers show yesterday’s prices and 312 of them ' +
  'are below cost; the upload is held back';

/** Titles as senders write them: very long, and from right to left. */
export const oddTitles: Story = {
  name: 'Two alerts with titles that are hard to show',
  hour: 7,
  play: async (scene) => {
    await scene.senders.scripts([
      {
        external_id: `feed-${scene.day}`,
        title: LONG,
        description: 'The import of the price list waits for a lock that another import holds.',
        severity: 'warning',
        source: 'feed-builder',
        labels: { service: 'catalog', job: 'marketplace-feed' },
        started_at: ago(95),
      },
      {
        external_id: `storefront-ae-${scene.day}`,
        title: 'المتجر بطيء في الإمارات: زمن التحميل 9 ثوانٍ (Storefront)',
        description: 'تجاوز زمن تحميل الصفحة الرئيسية الحد المسموح به وهو 3 ثوانٍ.',
        severity: 'critical',
        source: 'probe-dubai',
        labels: { service: 'storefront', region: 'mena', probe: 'dubai' },
        annotations: { dashboard_url: 'https://uptime.meadow.example/dubai' },
        started_at: ago(6),
      },
    ]);
  },
};
