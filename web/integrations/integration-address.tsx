import { Button } from '@mantine/core';
import { useState } from 'react';
import { api } from '../api/client.ts';
import { toFailure, unwrap } from '../api/failure.ts';
import { tellRefused } from '../frame/toasts.ts';
import { AddressSnippets } from './address-snippets.tsx';
import classes from './integrations.module.css';

interface IntegrationAddressProps {
  readonly id: string;
  readonly format: string;
  /** Null until somebody asked to see it. */
  readonly url: string | null;
  readonly onUrl: (url: string) => void;
}

/** Where senders send to. One that holds a key is shown on request: every look is audited. */
export function IntegrationAddress({ id, format, url, onUrl }: IntegrationAddressProps) {
  const [busy, setBusy] = useState(false);
  if (url !== null) return <AddressSnippets format={format} url={url} label="Address" />;
  const reveal = async () => {
    setBusy(true);
    try {
      const params = { path: { id } };
      const found = unwrap(await api.GET('/api/v1/integrations/{id}', { params }));
      if (found.url !== null) onUrl(found.url);
    } catch (error) {
      tellRefused('The address cannot be shown', toFailure(error).message);
    } finally {
      setBusy(false);
    }
  };
  return (
    <section className={classes.stack} aria-labelledby="address">
      <h2 id="address">Address</h2>
      <p className={classes.note}>
        It holds a key; keep it to the sender. Looking at it is written to the audit log.
      </p>
      <div>
        <Button variant="default" loading={busy} onClick={() => void reveal()}>
          Show the address
        </Button>
      </div>
    </section>
  );
}
