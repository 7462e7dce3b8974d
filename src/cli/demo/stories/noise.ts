import { ago, type Scene, type Story } from '../scene.ts';

/** What must wake nobody: staging, information, repeats, and an alert that flaps. */
export const noise: Story = {
  name: 'Noise that opens no incident',
  hour: 4,
  play: async (scene) => {
    await scene.senders.scripts(Array.from({ length: 14 }, (_, number) => staging(scene, number)));
    await scene.senders.scripts(deployments(scene));
    // Every check says it again: one alert, many events.
    for (let repeat = 0; repeat < 18; repeat++) await scene.senders.uptime([certificate()]);
    for (let change = 0; change < 9; change++) {
      await scene.senders.uptime([flapping(change % 2 === 0)]);
    }
  },
};

function staging({ day }: Scene, number: number) {
  return {
    external_id: `staging-${number}-${day}`,
    title: `Staging: test run ${4_180 + number} left pod preview-${number} behind`,
    severity: 'warning' as const,
    source: 'preview-environments',
    labels: { service: 'storefront', environment: 'staging', pod: `preview-${number}` },
    started_at: ago(70 + number),
  };
}

function deployments({ day }: Scene) {
  return ['storefront', 'checkout', 'search'].map((service) => ({
    external_id: `deployed-${service}-${day}`,
    title: `${service} 2026.47.1 was deployed`,
    severity: 'info' as const,
    source: 'deploys',
    labels: { service, environment: 'production' },
    started_at: ago(40),
  }));
}

function certificate() {
  return {
    external_id: 'certificate-shop',
    title: 'Certificate of shop.meadow.example expires in 19 days',
    severity: 'warning' as const,
    source: 'uptime',
    labels: { service: 'storefront', issuer: 'lets-encrypt' },
    started_at: ago(180),
  };
}

function flapping(fires: boolean) {
  return {
    external_id: 'image-cache',
    title: 'Image cache misses more than 40 % of requests',
    severity: 'warning' as const,
    status: fires ? ('firing' as const) : ('resolved' as const),
    source: 'uptime',
    labels: { service: 'storefront', cache: 'images' },
  };
}
