import { Button } from '@mantine/core';
import { Icon } from '../frame/icons.tsx';
import shared from '../integrations/integrations.module.css';
import { type Action, MOST_ACTIONS } from './action-data.ts';
import type { Asked } from './action-dialogs.tsx';
import { HealthMark } from './webhook-marks.tsx';
import classes from './webhooks.module.css';

interface ActionListProps {
  readonly actions: readonly Action[];
  readonly onEdit: (action: Action) => void;
  readonly onAsk: (asked: Asked) => void;
}

/** Actions by the service they are for; those on every incident first. */
export function ActionList({ actions, onEdit, onAsk }: ActionListProps) {
  return (
    <div className={shared.page}>
      {groupsOf(actions).map(({ id, name, members }) => (
        <section key={id} className={shared.stack} aria-labelledby={`of-${id}`}>
          <h2 id={`of-${id}`} dir="auto">
            {name}{' '}
            <span className={shared.muted}>
              {members.length} of {MOST_ACTIONS}
            </span>
          </h2>
          <ul className={shared.list}>
            {members.map((action) => (
              <li key={action.id} className={classes.action}>
                <ActionWords action={action} />
                <ActionButtons action={action} onEdit={onEdit} onAsk={onAsk} />
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}

function groupsOf(actions: readonly Action[]) {
  const names = new Map(actions.map(({ service }) => [service?.id ?? '', service?.name]));
  const groups = [...names].map(([id, name]) => ({
    id: id || 'every',
    name: name ?? 'On every incident',
    members: actions.filter(({ service }) => (service?.id ?? '') === id),
  }));
  return groups.toSorted((a, b) => Number(b.id === 'every') - Number(a.id === 'every'));
}

function ActionWords({ action: { name, url, health, enabled, warnings } }: { action: Action }) {
  return (
    <div className={classes.actionWords}>
      <strong dir="auto">
        <Icon name="bolt" size={14} /> {name}
      </strong>
      <span className={classes.address}>{url}</span>
      {enabled && health.state === 'ok' ? null : <HealthMark health={health} />}
      {warnings.map((warning) => (
        <span key={warning} className={shared.note}>
          {warning}
        </span>
      ))}
    </div>
  );
}

interface ActionButtonsProps {
  readonly action: Action;
  readonly onEdit: (action: Action) => void;
  readonly onAsk: (asked: Asked) => void;
}

function ActionButtons({ action, onEdit, onAsk }: ActionButtonsProps) {
  const small = { variant: 'default', size: 'xs' } as const;
  const { name, enabled } = action;
  return (
    <div className={shared.buttons}>
      {enabled ? (
        <Button
          {...small}
          aria-label={`Try ${name}`}
          onClick={() => onAsk({ what: 'try', action })}
        >
          Try
        </Button>
      ) : null}
      <Button {...small} aria-label={`Edit ${name}`} onClick={() => onEdit(action)}>
        Edit
      </Button>
      <Button
        {...small}
        aria-label={`Rotate secret of ${name}`}
        onClick={() => onAsk({ what: 'rotate', action })}
      >
        Rotate secret
      </Button>
      <Button
        {...small}
        aria-label={`Delete ${name}`}
        onClick={() => onAsk({ what: 'delete', action })}
      >
        Delete
      </Button>
    </div>
  );
}
