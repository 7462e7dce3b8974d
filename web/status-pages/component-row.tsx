import { Icon, type IconName } from '../frame/icons.tsx';
import { RowButton } from '../settings/row-button.tsx';
import shared from '../settings/settings.module.css';
import type { Component } from './status-data.ts';
import classes from './status-pages.module.css';

/** Moves something one place up or down. */
type Move = (by: -1 | 1) => void;

interface ComponentRowProps {
  readonly component: Component;
  readonly busy: boolean;
  /** Null: it may not be changed. */
  readonly onMove: Move | null;
  readonly onEdit: () => void;
  readonly onHide: () => void;
}

/** One line of the page's components: its name, and where it goes. Alt and an arrow move it, too. */
export function ComponentRow({ component, onMove, onEdit, onHide }: ComponentRowProps) {
  const { name, service_name, description } = component;
  return (
    <li className={classes.row}>
      <span className={classes.rowWords}>
        <span className={shared.name} dir="auto">
          {name}
        </span>
        {name !== service_name ? (
          <span className={shared.muted} dir="auto">
            Service {service_name}
          </span>
        ) : null}
        {description ? (
          <span className={shared.muted} dir="auto">
            {description}
          </span>
        ) : null}
      </span>
      {onMove ? (
        <span className={shared.rowActions}>
          <MoveButtons name={name} onMove={onMove} />
          <RowButton label="Edit" about={name} onClick={onEdit} />
          <RowButton label="Hide" about={name} onClick={onHide} />
        </span>
      ) : null}
    </li>
  );
}

/** The name of a group, and the buttons that move all of it. */
export function GroupHead({
  name,
  onMove,
}: {
  readonly name: string;
  readonly onMove: Move | null;
}) {
  return (
    <div className={classes.groupHead}>
      <h2 dir="auto">{name}</h2>
      {onMove ? <MoveButtons name={`group ${name}`} onMove={onMove} /> : null}
    </div>
  );
}

const WAYS = [
  { by: -1, icon: 'up', word: 'up', key: 'ArrowUp' },
  { by: 1, icon: 'down', word: 'down', key: 'ArrowDown' },
] as const satisfies readonly { by: -1 | 1; icon: IconName; word: string; key: string }[];

function MoveButtons({ name, onMove }: { readonly name: string; readonly onMove: Move }) {
  return (
    <>
      {WAYS.map(({ by, icon, word }) => (
        <button
          key={word}
          type="button"
          className={classes.move}
          aria-label={`Move ${name} ${word}`}
          title="Arrow keys move it, too"
          onClick={() => onMove(by)}
          onKeyDown={(event) => {
            const way = WAYS.find(({ key }) => key === event.key);
            if (!way) return;
            event.preventDefault();
            onMove(way.by);
          }}
        >
          <Icon name={icon} size={14} />
        </button>
      ))}
    </>
  );
}
