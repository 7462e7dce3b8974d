import { Button, Menu } from '@mantine/core';
import { Icon } from '../frame/icons.tsx';
import { shownKeys } from '../frame/keys.ts';
import classes from './action-bar.module.css';
import type { IncidentAction } from './incident-commands.ts';

interface ActionBarProps {
  readonly actions: readonly IncidentAction[];
  /** At the bottom of a phone, under the thumb. */
  readonly thumb?: boolean;
}

const SHOWN = 4;
const SHOWN_TO_THUMB = 3;

/** What can be done, the primary thing first, always in the same place. */
export function ActionBar({ actions, thumb = false }: ActionBarProps) {
  const count = thumb ? SHOWN_TO_THUMB : SHOWN;
  const shown = actions.slice(0, count);
  const rest = actions.slice(count);
  return (
    <div
      className={thumb ? classes.thumb : classes.bar}
      role="toolbar"
      aria-label={thumb ? 'Actions' : 'What can be done'}
    >
      {shown.map(({ id, label, keys, icon, primary, run }) => (
        <Button
          key={id}
          variant={primary ? 'filled' : 'default'}
          className={classes.button}
          data-primary={primary}
          leftSection={<Icon name={icon} size={14} />}
          rightSection={thumb ? null : <Keys keys={keys} />}
          onClick={run}
        >
          {label}
        </Button>
      ))}
      {rest.length > 0 ? <More actions={rest} /> : null}
    </div>
  );
}

function More({ actions }: { readonly actions: readonly IncidentAction[] }) {
  return (
    <Menu position="bottom-end" width={280}>
      <Menu.Target>
        <Button variant="default" className={classes.more} aria-label="More actions">
          <Icon name="more" />
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {actions.map(({ id, label, keys, icon, run }) => (
          <Menu.Item
            key={id}
            leftSection={<Icon name={icon} />}
            rightSection={<Keys keys={keys} />}
            onClick={() => setTimeout(run, 0)}
          >
            {label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

function Keys({ keys }: { readonly keys: string | undefined }) {
  if (!keys) return null;
  return (
    <span className={classes.keys} aria-hidden="true">
      {shownKeys(keys).map((key) => (
        <kbd key={key}>{key}</kbd>
      ))}
    </span>
  );
}
