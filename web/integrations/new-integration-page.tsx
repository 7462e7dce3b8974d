import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { type Failure, toFailure } from '../api/failure.ts';
import { randomId } from '../api/random-id.ts';
import { atLeast, useSession } from '../api/session.ts';
import { BrokenPage } from '../frame/broken-page.tsx';
import { EmptyState } from '../frame/empty-state.tsx';
import { FormField } from '../frame/form-field.tsx';
import { Icon } from '../frame/icons.tsx';
import { PageHeader } from '../frame/page-header.tsx';
import { SecretDisplay } from '../frame/secret-display.tsx';
import { fieldsOf } from '../frame/sign-in-form.tsx';
import { Loading, Skeleton } from '../frame/skeleton.tsx';
import { type Added, addIntegration } from './add-integration.ts';
import { AddressSnippets } from './address-snippets.tsx';
import { FieldList } from './field-list.tsx';
import { FirstAlert } from './first-alert.tsx';
import { FormatGallery } from './format-gallery.tsx';
import type { Tool } from './gallery.ts';
import { formatsQuery, type Integration, integrationsQuery } from './integration-data.ts';
import classes from './integrations.module.css';
import { MappingEditor } from './mapping-editor.tsx';
import { SenderSnippets } from './sender-snippets.tsx';

/** From a format to the first alert on one page. */
export function NewIntegrationPage() {
  const mayChange = atLeast(useSession().role, 'admin');
  const { data: formats, error } = useQuery(formatsQuery);
  const [tool, setTool] = useState<Tool | null>(null);
  const [added, setAdded] = useState<Added | null>(null);
  if (!mayChange) {
    return (
      <EmptyState icon="plug" title="Admins add integrations">
        Ask an admin of this tenant for one.
      </EmptyState>
    );
  }
  if (error) return <BrokenPage error={error} />;
  return (
    <>
      <Link to="/integrations" className={classes.back}>
        <Icon name="left" size={14} /> Integrations
      </Link>
      <PageHeader title={added ? `Send to “${added.name}”` : 'Add an integration'} />
      <div className={classes.page}>
        {added && tool ? <Ready added={added} tool={tool} /> : null}
        {!added && !formats ? (
          <Loading>
            <Skeleton height={160} />
          </Loading>
        ) : null}
        {!added && formats ? (
          <FormatGallery formats={formats} chosen={tool} onChoose={setTool} />
        ) : null}
        {!added && tool ? <NameForm key={tool.name} tool={tool} onAdded={setAdded} /> : null}
      </div>
    </>
  );
}

interface NameFormProps {
  readonly tool: Tool;
  readonly onAdded: (added: Added) => void;
}

function NameForm({ tool, onAdded }: NameFormProps) {
  const { format } = tool;
  const { data: integrations } = useQuery(integrationsQuery);
  const [attempt, setAttempt] = useState(() => randomId('add'));
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const existing = integrations?.find((one) => one.tenant_signed && one.format === format.name);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    setBusy(true);
    try {
      onAdded(await addIntegration(format, fieldsOf(event.currentTarget)('name').trim(), attempt));
    } catch (error) {
      const failed = toFailure(error);
      setFailure(failed);
      // What may have been made is found again by the same attempt; a refusal made nothing.
      if (failed.status >= 400 && failed.status < 500) setAttempt(randomId('add'));
      setBusy(false);
    }
  };
  if (existing) return <Existing integration={existing} />;
  return (
    <form className={classes.narrow} onSubmit={submit}>
      <FormField
        name="name"
        label="Name"
        description="Whose alerts these are, as people here call it."
        defaultValue={tool.title}
        maxLength={200}
        required
        autoFocus
        onFocus={(event) => event.currentTarget.select()}
        error={failure?.field('name') ?? failure?.message}
      />
      <div>
        <Button type="submit" loading={busy}>
          Create integration
        </Button>
      </div>
    </form>
  );
}

/** A format that every tenant has from the start: nothing is to be made. */
function Existing({ integration }: { readonly integration: Integration }) {
  const navigate = useNavigate();
  const { id, name } = integration;
  return (
    <div className={classes.stack}>
      <p>Every tenant has this one from the start: its address and examples are on its page.</p>
      <div>
        <Button onClick={() => void navigate({ to: `/integrations/${id}` })}>Go to “{name}”</Button>
      </div>
    </div>
  );
}

function Ready({ added, tool }: { readonly added: Added; readonly tool: Tool }) {
  const { id, url, secret, apiKey } = added;
  const { format } = tool;
  const sender = { tool: tool.name, format, url, secret, apiKey, signed: secret !== null };
  return (
    <>
      <FirstAlert id={id} />
      <div className={classes.stack}>
        <AddressSnippets
          format={format.name}
          url={url}
          label="Address; keep it to the sender, it holds a key"
        />
        {secret === null ? null : <SecretDisplay label="Secret" secret={secret} once />}
        {apiKey === null ? null : <SecretDisplay label="API key to send" secret={apiKey} once />}
      </div>
      {format.name === 'mapped' ? <MappingEditor id={id} stored={undefined} /> : null}
      <SenderSnippets sender={sender} />
      <FieldList format={format} />
    </>
  );
}
