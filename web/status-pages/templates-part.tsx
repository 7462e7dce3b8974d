import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../api/client.ts';
import { unwrap } from '../api/failure.ts';
import { atLeast, useSession } from '../api/session.ts';
import { BrokenPage } from '../frame/broken-page.tsx';
import { DataList } from '../frame/data-list.tsx';
import { EmptyState } from '../frame/empty-state.tsx';
import { Icon } from '../frame/icons.tsx';
import { ConfirmDialog } from '../settings/confirm-dialog.tsx';
import { ListSkeleton } from '../settings/paged-list.tsx';
import { RowButton } from '../settings/row-button.tsx';
import shared from '../settings/settings.module.css';
import type { PartProps } from './hub-page.tsx';
import { type Template, templatesQuery } from './report-data.ts';
import { KEY } from './status-data.ts';
import { TemplateDialog } from './template-dialog.tsx';

type Asked = { readonly edit: Template | null } | { readonly remove: Template };

/** Texts that reports and maintenances begin with, so that nobody writes them at three at night. */
export function TemplatesPart({ hub }: PartProps) {
  const mayChange = atLeast(useSession().role, 'admin');
  const [asked, setAsked] = useState<Asked | null>(null);
  const { data, isPending, error } = useQuery(templatesQuery);
  const close = () => setAsked(null);
  return (
    <>
      <div className={shared.bar}>
        <p className={shared.words}>
          Written while it is calm. They are the same on every status page.
        </p>
        {mayChange ? (
          <Button
            leftSection={<Icon name="plus" size={14} />}
            onClick={() => setAsked({ edit: null })}
          >
            New template
          </Button>
        ) : null}
      </div>
      {isPending ? <ListSkeleton /> : null}
      {error ? <BrokenPage error={error} whole={false} /> : null}
      {data?.length === 0 ? (
        <EmptyState icon="book" title="No templates yet">
          A template holds a title, a text and how services are left. Whoever writes a report or
          plans a maintenance may begin with one.
        </EmptyState>
      ) : null}
      {data && data.length > 0 ? (
        <DataList
          label="Templates"
          items={data}
          idOf={({ id }) => id}
          columns={columnsFor(mayChange ? setAsked : null)}
        />
      ) : null}
      {asked && 'edit' in asked ? (
        <TemplateDialog hub={hub} template={asked.edit} onClose={close} />
      ) : null}
      {asked && 'remove' in asked ? (
        <ConfirmDialog
          title={`Delete template '${asked.remove.name}'`}
          action="Delete"
          done={`Template '${asked.remove.name}' was deleted`}
          keys={[KEY, 'audit']}
          act={async () => {
            const params = { path: { id: asked.remove.id } };
            unwrap(await api.DELETE('/api/v1/status-templates/{id}', { params }));
          }}
          onClose={close}
        >
          What was written with it stays.
        </ConfirmDialog>
      ) : null}
    </>
  );
}

const KINDS = { report: 'Report', maintenance: 'Maintenance' } as const;

function columnsFor(onAsk: ((asked: Asked) => void) | null) {
  return [
    {
      name: 'name',
      label: 'Template',
      show: ({ name }: Template) => (
        <span className={shared.name} dir="auto" title={name}>
          {name}
        </span>
      ),
    },
    {
      name: 'kind',
      label: 'For',
      width: '120px',
      show: ({ kind }: Template) => KINDS[kind],
    },
    {
      name: 'title',
      label: 'Title',
      optional: true,
      show: ({ title }: Template) => (
        <span className={shared.muted} dir="auto" title={title}>
          {title}
        </span>
      ),
    },
    ...(onAsk
      ? [
          {
            name: 'actions',
            label: '',
            width: 'min(140px, 34vw)',
            show: (template: Template) => (
              <span className={shared.rowActions}>
                <RowButton
                  label="Edit"
                  about={template.name}
                  onClick={() => onAsk({ edit: template })}
                />
                <RowButton
                  label="Delete"
                  about={template.name}
                  danger
                  onClick={() => onAsk({ remove: template })}
                />
              </span>
            ),
          },
        ]
      : []),
  ];
}
