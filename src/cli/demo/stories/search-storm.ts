import { ago, incidentOf, type Scene, type Story } from '../scene.ts';

const SHARDS = 26;
const RECOVERED = 20;

/** A node dies and every shard on it cries: a storm in one incident, most of it recovered. */
export const searchStorm: Story = {
  name: 'A search node takes 26 shards with it',
  hour: 9,
  play: async (scene) => {
    const shards = Array.from({ length: SHARDS }, (_, shard) => shard);
    // As it comes in real life: a few, then many.
    await scene.senders.prometheus(shards.slice(0, 3).map((shard) => unassigned(scene, shard)));
    await scene.senders.prometheus(shards.slice(3).map((shard) => unassigned(scene, shard)));
    const id = await incidentOf(scene.as('mei'), 'has no primary');
    const mei = scene.as('mei');
    await mei('POST', `/incidents/${id}/acknowledge`, {});
    await mei('PATCH', `/incidents/${id}`, {
      title: 'Search node es-04 is gone, shards without a primary',
      custom_fields: { customers_affected: true, regions: ['EU', 'US'], cause: 'Hardware' },
    });
    const text = 'es-04 has a broken disk. Shards move to es-05 and es-06, about 2 minutes each.';
    await mei('POST', `/incidents/${id}/comment`, { text });
    const recovered = shards.slice(0, RECOVERED).map((shard) => ({
      ...unassigned(scene, shard),
      status: 'resolved' as const,
      endsAt: ago(1),
    }));
    await scene.senders.prometheus(recovered);
  },
};

function unassigned({ day }: Scene, shard: number) {
  const index = `products-${['de', 'en', 'fr'][shard % 3]}`;
  return {
    status: 'firing' as const,
    labels: {
      alertname: 'SearchShardUnassigned',
      service: 'search',
      severity: shard % 5 === 0 ? 'high' : 'medium',
      index,
      shard: String(shard),
      node: 'es-04',
    },
    annotations: {
      summary: `Shard ${shard} of ${index} has no primary`,
      description: 'Queries to this shard give no results until a replica is promoted.',
      runbook_url: 'https://wiki.meadow.example/runbooks/search-shards',
    },
    startsAt: ago(24),
    fingerprint: `shard-${shard}-${day}`,
  };
}
