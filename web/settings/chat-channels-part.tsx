import { Button } from '@mantine/core';
import { useState } from 'react';
import { api } from '../api/client.ts';
import { unwrap } from '../api/failure.ts';
import { EmptyState } from '../frame/empty-state.tsx';
import { Icon } from '../frame/icons.tsx';
import { tellDone } from '../frame/toasts.ts';
import { ChatChannelDialog } from './chat-channel-dialog.tsx';
import { ConfirmDialog } from './confirm-dialog.tsx';
import { CHANNEL_KINDS, type ChatChannel, SEVERITY_CHOICES } from './notification-data.ts';
import { PagedList } from './paged-list.tsx';
import { RowButton } from './row-button.tsx';
import classes from './settings.module.css';
import { useChange } from './use-change.ts';
import { usePages } from './use-pages.ts';

type Asked = { readonly edit: ChatChannel | null } | { readonly remove: ChatChannel };

/** The chats that are told of incidents; for admins. */
export function ChatChannelsPart() {
  const [asked, setAsked] = useState<Asked | null>(null);
  const { failure, make } = useChange('notifications', 'notifications-failed', 'audit');
  const pages = usePages('chat-channels', async (params, signal) =>
    unwrap(await api.GET('/api/v1/chat-channels', { params, signal })),
  );
  const [untaken, setUntaken] = useState<string | null>(null);
  const ask = (next: Asked) => {
    setUntaken(null);
    setAsked(next);
  };
  const test = async ({ id, name }: ChatChannel) => {
    setUntaken(null);
    await make(async () => {
      const params = { path: { id } };
      const { status, reason } = unwrap(
        await api.POST('/api/v1/chat-channels/{id}/test', { params }),
      );
      if (status === 'sent') tellDone(`'${name}' has taken a test message`);
      else setUntaken(reason ?? 'There was no answer in time.');
    });
  };
  const fault = untaken ?? failure?.message;
  return (
    <>
      <div className={classes.bar}>
        <p className={classes.words}>
          Chats that are told of incidents, by an incoming webhook of Slack, Mattermost or another
          that takes Slack’s.
        </p>
        <Button leftSection={<Icon name="plus" size={14} />} onClick={() => ask({ edit: null })}>
          Add channel
        </Button>
      </div>
      {fault ? (
        <p className={`${classes.bar} ${classes.fault}`} role="alert">
          The test failed: {fault}
        </p>
      ) : null}
      <PagedList
        label="Chat channels"
        pages={pages}
        idOf={({ id }) => id}
        columns={columnsFor(ask, (channel) => void test(channel))}
        empty={
          <EmptyState icon="comment" title="No chat channels">
            Make an incoming webhook in your chat and add its address here. The channel is then told
            of new incidents, of storms, and when they are over.
          </EmptyState>
        }
      />
      {asked && 'edit' in asked ? (
        <ChatChannelDialog channel={asked.edit} onClose={() => setAsked(null)} />
      ) : null}
      {asked && 'remove' in asked ? (
        <RemoveDialog channel={asked.remove} onClose={() => setAsked(null)} />
      ) : null}
    </>
  );
}

function columnsFor(onAsk: (asked: Asked) => void, onTest: (channel: ChatChannel) => void) {
  return [
    {
      name: 'name',
      label: 'Channel',
      show: ({ name, url }: ChatChannel) => (
        <span dir="auto" title={name}>
          <span className={classes.name}>{name}</span>{' '}
          <span className={classes.muted}>{url.replace('https://', '')}</span>
        </span>
      ),
    },
    {
      name: 'services',
      label: 'Services',
      optional: true,
      show: ({ services }: ChatChannel) => (
        <span dir="auto">{services.map(({ name }) => name).join(', ') || 'All'}</span>
      ),
    },
    {
      name: 'told',
      label: 'Told',
      optional: true,
      show: (channel: ChatChannel) => (
        <span className={classes.muted} title={eventWords(channel)}>
          {toldWords(channel)}
        </span>
      ),
    },
    {
      name: 'actions',
      label: '',
      width: 'min(190px, 32vw)',
      show: (channel: ChatChannel) => (
        <span className={classes.rowActions}>
          <RowButton label="Test" about={channel.name} onClick={() => onTest(channel)} />
          <RowButton label="Edit" about={channel.name} onClick={() => onAsk({ edit: channel })} />
          <RowButton
            label="Delete"
            about={channel.name}
            danger
            onClick={() => onAsk({ remove: channel })}
          />
        </span>
      ),
    },
  ];
}

function eventWords({ events }: ChatChannel): string {
  return CHANNEL_KINDS.flatMap(([kind, words]) => (events.includes(kind) ? [words] : [])).join(
    ', ',
  );
}

function toldWords({ events, min_severity }: ChatChannel): string {
  const severity = SEVERITY_CHOICES.find(([name]) => name === min_severity)?.[1] ?? min_severity;
  const all = events.length === CHANNEL_KINDS.length;
  const kinds = `${all ? 'All' : events.length} ${events.length === 1 ? 'event' : 'events'}`;
  return `${kinds}, ${severity.toLowerCase()}`;
}

function RemoveDialog({ channel, onClose }: { channel: ChatChannel; onClose: () => void }) {
  const { id, name } = channel;
  return (
    <ConfirmDialog
      title={`Delete chat channel '${name}'`}
      action="Delete"
      done={`Chat channel '${name}' was deleted`}
      keys={['chat-channels', 'audit']}
      act={async () =>
        unwrap(await api.DELETE('/api/v1/chat-channels/{id}', { params: { path: { id } } }))
      }
      onClose={onClose}
    >
      It is told of nothing more. What it was told stays in the list of notifications.
    </ConfirmDialog>
  );
}
