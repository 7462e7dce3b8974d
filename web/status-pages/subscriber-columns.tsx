import { Age } from '../frame/age.tsx';
import { RowButton } from '../settings/row-button.tsx';
import shared from '../settings/settings.module.css';
import { DeliveryMark } from './delivery-mark.tsx';
import { channelName, type Subscriber } from './subscriber-data.ts';

const STATE_WORDS: Readonly<Record<Subscriber['state'], string>> = {
  active: 'Active',
  unconfirmed: 'Unconfirmed',
  unsubscribed: 'Unsubscribed',
};

/** What is listed of subscribers. */
export function subscriberColumns(
  names: ReadonlyMap<string, string>,
  onErase: (subscriber: Subscriber) => void,
) {
  return [
    {
      name: 'address',
      label: 'Subscriber',
      show: ({ label }: Subscriber) => (
        <span className={shared.name} dir="auto" title={label}>
          {label}
        </span>
      ),
    },
    {
      name: 'channel',
      label: 'Channel',
      width: '120px',
      optional: true,
      show: ({ channel }: Subscriber) => channelName(channel),
    },
    {
      name: 'services',
      label: 'Told of',
      optional: true,
      show: ({ services }: Subscriber) => (
        <span className={shared.muted} dir="auto">
          {services?.map((id) => names.get(id) ?? id).join(', ') ?? 'Everything'}
        </span>
      ),
    },
    {
      name: 'state',
      label: 'State',
      width: '120px',
      show: ({ state }: Subscriber) => STATE_WORDS[state],
    },
    {
      name: 'last',
      label: 'Last message',
      width: '150px',
      optional: true,
      show: ({ last_message: last }: Subscriber) =>
        last === null ? (
          <span className={shared.muted}>none</span>
        ) : (
          <>
            <DeliveryMark status={last.status} reason={last.reason} /> <Age at={last.at} /> ago
          </>
        ),
    },
    {
      name: 'actions',
      label: '',
      width: 'min(90px, 24vw)',
      show: (subscriber: Subscriber) => (
        <span className={shared.rowActions}>
          <RowButton
            label="Erase"
            about={subscriber.label}
            danger
            onClick={() => onErase(subscriber)}
          />
        </span>
      ),
    },
  ];
}
