import type { Scene, Story } from '../scene.ts';

/** A disk fills up and is cleaned: the host's own recovery closes the incident. */
export const fullDisk: Story = {
  name: 'A disk fills up and is cleaned',
  hour: 6,
  play: async (scene) => {
    const evidence = {
      mount: '/var/lib/docker',
      disk_usage_percent: 96,
      message: '/var/lib/docker is at 96 %, growing by 1 % in 4 minutes.',
      service: 'storefront',
    };
    const alert = { hostname: 'web-03', incident_type: 'disk_full', severity: 'high', evidence };
    const id = await scene.senders.openremedy(alert);
    const mei = scene.as('mei');
    await mei('POST', `/incidents/${id}/acknowledge`, {});
    await mei('POST', `/incidents/${id}/comment`, { text: '`docker image prune -a` frees 61 GB.' });
    await scene.senders.openremedy({ ...alert, evidence: { ...evidence, status: 'resolved' } });
  },
};

/** Nobody has looked at it yet. */
export const hungryHost: Story = {
  name: 'A host of the catalog runs out of memory',
  hour: 13,
  play: async (scene) => {
    await scene.senders.openremedy({
      hostname: 'catalog-02',
      incident_type: 'memory_high',
      severity: 'medium',
      evidence: {
        message: 'The Java heap is at 94 % after a full collection.',
        memory_usage_percent: 94,
        service: 'catalog',
        link: 'https://hosts.meadow.example/catalog-02',
      },
    });
  },
};

/** A port is closed for as long as a restart takes. */
export const restart: Story = {
  name: 'The warehouse gateway restarts',
  hour: 5,
  play: async (scene: Scene) => {
    const evidence = { port: 8443, service: 'warehouse', message: 'Connection refused.' };
    const alert = { hostname: 'wh-gw-01', incident_type: 'port_unavailable', severity: 'low' };
    await scene.senders.openremedy({ ...alert, evidence });
    await scene.senders.openremedy({ ...alert, evidence: { ...evidence, status: 'resolved' } });
  },
};
