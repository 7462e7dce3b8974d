import { Link } from '@tanstack/react-router';
import { Brand } from './brand.tsx';
import { Icon } from './icons.tsx';
import classes from './rail.module.css';
import { SECTIONS } from './sections.ts';
import { useIsIn } from './use-is-in.ts';

/** The parts of the dashboard, at the left. */
export function Rail() {
  const isIn = useIsIn();
  return (
    <nav className={classes.rail} aria-label="Parts of the dashboard">
      <Link to="/incidents" className={classes.brand} aria-label="Tocsin, incidents">
        <Brand />
      </Link>
      {SECTIONS.map(({ path, label, icon }) => (
        <Link
          key={path}
          to={path}
          className={classes.item}
          aria-current={isIn(path) ? 'page' : undefined}
        >
          <Icon name={icon} size={20} />
          <span>{label}</span>
        </Link>
      ))}
    </nav>
  );
}
