import { Button } from '@mantine/core';
import { Icon } from '../frame/icons.tsx';
import type { Hub } from './status-data.ts';

/** What can be done with a status page from wherever one is in it. */
export function HubActions({ hub }: { readonly hub: Hub }) {
  return (
    <Button
      component="a"
      href={hub.url}
      target="_blank"
      rel="noopener"
      variant="default"
      leftSection={<Icon name="external" size={14} />}
    >
      View the page
    </Button>
  );
}
