import { Modal } from '@mantine/core';
import { useState } from 'react';
import { api } from '../api/client.ts';
import { unwrap } from '../api/failure.ts';
import { Age } from '../frame/age.tsx';
import { PlainSelect } from '../frame/plain-select.tsx';
import { PagedList } from '../settings/paged-list.tsx';
import shared from '../settings/settings.module.css';
import { usePages } from '../settings/use-pages.ts';
import { DeliveryMark } from './delivery-mark.tsx';
import type { PartProps } from './hub-page.tsx';
import { KEY } from './status-data.ts';
import { channelName, type Message, type Notice } from './subscriber-data.ts';

interface NoticeDialogProps extends PartProps {
  readonly notice: Notice;
  readonly onClose: () => void;
}

const STATES = [
  ['', 'Every outcome'],
  ['failed', 'Failed'],
  ['pending', 'Waiting'],
  ['sent', 'Sent'],
  ['skipped', 'Skipped'],
] as const;

/** Who was told of one thing, and how that went; for admins. */
export function NoticeDialog({ hub, notice, onClose }: NoticeDialogProps) {
  const [state, setState] = useState('');
  const pages = usePages(
    KEY,
    async ({ query }, signal) => {
      const path = { id: hub.id, notice: notice.id };
      const filter = state ? { status: state as Message['status'] } : {};
      const params = { path, query: { ...query, ...filter } };
      return unwrap(
        await api.GET('/api/v1/hubs/{id}/notices/{notice}/messages', { params, signal }),
      );
    },
    { variant: `messages ${notice.id} ${state}` },
  );
  return (
    <Modal opened onClose={onClose} title={`Told: ${notice.title}`} size="lg">
      <div className={shared.form}>
        <PlainSelect label="Outcome" value={state} options={STATES} onChange={setState} />
        <PagedList
          label="Recipients"
          pages={pages}
          idOf={({ subscriber_id }) => subscriber_id}
          columns={COLUMNS}
          empty={<p className={shared.muted}>Nobody.</p>}
        />
      </div>
    </Modal>
  );
}

const COLUMNS = [
  {
    name: 'who',
    label: 'Recipient',
    show: ({ label, channel }: Message) => (
      <span dir="auto" title={channelName(channel)}>
        {label ?? 'erased'}
      </span>
    ),
  },
  {
    name: 'outcome',
    label: 'Outcome',
    show: ({ status, reason }: Message) => (
      <>
        <DeliveryMark status={status} reason={reason} />{' '}
        {reason ? <span className={shared.muted}>{reason}</span> : null}
      </>
    ),
  },
  {
    name: 'tries',
    label: 'Tries',
    width: '56px',
    optional: true,
    numeric: true,
    show: ({ attempts }: Message) => attempts,
  },
  {
    name: 'at',
    label: 'Since',
    width: '64px',
    numeric: true,
    show: ({ at }: Message) => <Age at={at} />,
  },
];
