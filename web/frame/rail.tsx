import { Link, useLocation } from '@tanstack/react-router';
import { Brand } from './brand.tsx';
import { Icon } from './icons.tsx';
import classes from './rail.module.css';
import { SECTIONS } from './sections.ts';

function useIsIn(): (path: string) => boolean {
  const { pathname } = useLocation();
  return (path) => pathname === path || pathname.startsWith(`${path}/`);
}

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

const ON_PHONES = 4;

/** The same at the bottom of a phone; the rest is in the palette. */
export function PhoneNav({ onSearch }: { readonly onSearch: () => void }) {
  const isIn = useIsIn();
  return (
    <nav className={classes.phone} aria-label="Parts of the dashboard">
      {SECTIONS.slice(0, ON_PHONES).map(({ path, label, icon }) => (
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
      <button type="button" className={classes.item} onClick={onSearch}>
        <Icon name="more" size={20} />
        <span>More</span>
      </button>
    </nav>
  );
}
