import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../api/client.ts';
import { unwrap } from '../api/failure.ts';
import type { CustomField } from '../api/shapes.ts';
import { BrokenPage } from '../frame/broken-page.tsx';
import { DataList } from '../frame/data-list.tsx';
import { EmptyState } from '../frame/empty-state.tsx';
import { Icon } from '../frame/icons.tsx';
import { ConfirmDialog } from './confirm-dialog.tsx';
import { FieldDialog } from './field-dialog.tsx';
import { defaultWords, KIND_WORDS } from './field-values.ts';
import { ListSkeleton } from './paged-list.tsx';
import { RowButton } from './row-button.tsx';
import classes from './settings.module.css';

/** The most a tenant may define. */
const MOST = 15;

type Asked = { readonly edit: CustomField | null } | { readonly remove: CustomField } | null;

/** What incidents carry beside what every incident has; for admins. */
export function FieldsPart() {
  const [asked, setAsked] = useState<Asked>(null);
  const query = useQuery({
    queryKey: ['custom-fields', 'definitions'],
    queryFn: async ({ signal }) => unwrap(await api.GET('/api/v1/custom-fields', { signal })),
  });
  if (query.isPending) return <ListSkeleton />;
  if (query.isError) return <BrokenPage error={query.error} whole={false} />;
  const fields = query.data.data;
  const close = () => setAsked(null);
  return (
    <>
      <div className={classes.bar}>
        <p className={classes.words}>
          People fill them in on incidents, and webhooks carry them. {fields.length} of {MOST}{' '}
          defined.
        </p>
        <Button
          leftSection={<Icon name="plus" size={14} />}
          disabled={fields.length >= MOST}
          onClick={() => setAsked({ edit: null })}
        >
          Define a field
        </Button>
      </div>
      {fields.length === 0 ? (
        <EmptyState icon="edit" title="No custom fields yet">
          Define one for what you want to know of every incident, such as the customer it hits or
          the team at fault.
        </EmptyState>
      ) : (
        <DataList
          label="Custom fields"
          items={fields}
          idOf={({ name }) => name}
          columns={columnsFor(setAsked)}
        />
      )}
      {asked && 'edit' in asked ? <FieldDialog field={asked.edit} onClose={close} /> : null}
      {asked && 'remove' in asked ? <RemoveDialog field={asked.remove} onClose={close} /> : null}
    </>
  );
}

function columnsFor(onAsk: (asked: Asked) => void) {
  return [
    {
      name: 'label',
      label: 'Field',
      show: ({ label, name }: CustomField) => (
        <span dir="auto" title={label}>
          <span className={classes.name}>{label}</span>{' '}
          <span className={classes.under}>{name}</span>
        </span>
      ),
    },
    {
      name: 'kind',
      label: 'Kind',
      width: 'min(130px, 30vw)',
      show: ({ kind }: CustomField) => KIND_WORDS[kind],
    },
    {
      name: 'options',
      label: 'Options',
      optional: true,
      show: ({ options }: CustomField) => (
        <span className={classes.muted} dir="auto" title={options.join(', ')}>
          {options.join(', ') || '–'}
        </span>
      ),
    },
    {
      name: 'default',
      label: 'At first',
      optional: true,
      show: ({ default_value }: CustomField) => (
        <span className={classes.muted} dir="auto">
          {defaultWords(default_value)}
        </span>
      ),
    },
    {
      name: 'actions',
      label: '',
      width: 'min(130px, 24vw)',
      show: (field: CustomField) => (
        <span className={classes.rowActions}>
          <RowButton label="Edit" about={field.label} onClick={() => onAsk({ edit: field })} />
          <RowButton
            label="Delete"
            about={field.label}
            danger
            onClick={() => onAsk({ remove: field })}
          />
        </span>
      ),
    },
  ];
}

function RemoveDialog({ field, onClose }: { field: CustomField; onClose: () => void }) {
  const { name, label } = field;
  return (
    <ConfirmDialog
      title={`Delete the field '${label}'`}
      action="Delete"
      done={`The field '${label}' was deleted`}
      keys={['custom-fields', 'audit']}
      act={async () => {
        const params = { path: { name } };
        return unwrap(await api.DELETE('/api/v1/custom-fields/{name}', { params }));
      }}
      onClose={onClose}
    >
      Nobody can set it any more. Incidents keep the values that they have until somebody clears
      them.
    </ConfirmDialog>
  );
}
