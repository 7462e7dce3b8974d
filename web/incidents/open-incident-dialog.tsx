import { Button, Modal, Textarea } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { api } from '../api/client.ts';
import { type Failure, toFailure, unwrap } from '../api/failure.ts';
import { randomId } from '../api/random-id.ts';
import type { Severity } from '../api/shapes.ts';
import { FormField } from '../frame/form-field.tsx';
import { PlainSelect } from '../frame/plain-select.tsx';
import { fieldsOf } from '../frame/sign-in-form.tsx';
import { nameOfLevel } from '../theme/severity-mark.tsx';
import classes from './command-form.module.css';
import { SEVERITIES } from './filter.ts';

/** An incident that no alert told of. */
export function OpenIncidentDialog({ onClose }: { readonly onClose: () => void }) {
  const navigate = useNavigate();
  const [severity, setSeverity] = useState<Severity>('high');
  const [service, setService] = useState('');
  const [key] = useState(() => randomId('open'));
  const [failure, setFailure] = useState<Failure | null>(null);
  const [busy, setBusy] = useState(false);
  const { data: services } = useQuery({
    queryKey: ['services', 'names'],
    queryFn: async () =>
      unwrap(await api.GET('/api/v1/services', { params: { query: { limit: 200 } } })),
  });
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const field = fieldsOf(event.currentTarget);
    const description = field('description');
    const body = {
      title: field('title'),
      severity,
      ...(description && { description }),
      ...(service && { service }),
    };
    setBusy(true);
    try {
      const headers = { 'idempotency-key': key };
      const result = await api.POST('/api/v1/incidents', { body, headers });
      const made = unwrap<{ id: string }>(result as never);
      onClose();
      await navigate({ to: `/incidents/${made.id}` });
    } catch (error) {
      setFailure(toFailure(error));
      setBusy(false);
    }
  };
  return (
    <Modal opened onClose={onClose} title="Open an incident">
      <form className={classes.form} onSubmit={submit}>
        <FormField
          name="title"
          label="What is broken"
          maxLength={500}
          required
          data-autofocus
          error={failure?.field('title') ?? failure?.message}
        />
        <Textarea
          name="description"
          label="Description (optional)"
          autosize
          minRows={3}
          maxRows={10}
        />
        <div style={{ display: 'flex', gap: 8, flexWrap: 'wrap' }}>
          <PlainSelect
            label="Severity"
            value={severity}
            options={SEVERITIES.map((word) => [word, nameOfLevel(word)])}
            onChange={(word) => setSeverity(word as Severity)}
          />
          <PlainSelect
            label="Service"
            value={service}
            options={[
              ['', 'No service'],
              ...(services?.data ?? []).map(({ id, name }) => [id, name] as const),
            ]}
            onChange={setService}
          />
        </div>
        <div className={classes.buttons}>
          <Button type="submit" loading={busy}>
            Open incident
          </Button>
        </div>
      </form>
    </Modal>
  );
}
