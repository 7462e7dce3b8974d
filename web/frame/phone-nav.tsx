import { Modal } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { Icon } from './icons.tsx';
import classes from './phone-nav.module.css';
import { SECTIONS, type Section } from './sections.ts';
import { useIsIn } from './use-is-in.ts';

/** As many as a thumb hits without looking. */
const AT_HAND = 4;

/** The parts of the dashboard at the bottom of a phone; those that find no room are in a sheet. */
export function PhoneNav({ onSearch }: { readonly onSearch: () => void }) {
  const isIn = useIsIn();
  const [more, setMore] = useState(false);
  const rest = SECTIONS.slice(AT_HAND);
  const close = () => setMore(false);
  return (
    <>
      <nav className={classes.bar} aria-label="Parts of the dashboard, for the thumb">
        {SECTIONS.slice(0, AT_HAND).map((section) => (
          <SectionLink key={section.path} section={section} here={isIn(section.path)} />
        ))}
        <button
          type="button"
          className={classes.item}
          aria-haspopup="dialog"
          data-here={rest.some(({ path }) => isIn(path))}
          onClick={() => setMore(true)}
        >
          <Icon name="more" size={20} />
          <span>More</span>
        </button>
      </nav>
      <Modal.Root
        opened={more}
        onClose={close}
        classNames={{ inner: classes.inner ?? '', content: classes.sheet ?? '' }}
      >
        <Modal.Overlay />
        <Modal.Content aria-label="More parts of the dashboard">
          {rest.map((section) => (
            <SectionLink
              key={section.path}
              section={section}
              here={isIn(section.path)}
              onClick={close}
            />
          ))}
          <button
            type="button"
            className={classes.item}
            onClick={() => {
              close();
              onSearch();
            }}
          >
            <Icon name="search" size={20} />
            <span>Search</span>
          </button>
        </Modal.Content>
      </Modal.Root>
    </>
  );
}

interface SectionLinkProps {
  readonly section: Section;
  readonly here: boolean;
  readonly onClick?: () => void;
}

function SectionLink({ section: { path, label, icon }, here, onClick }: SectionLinkProps) {
  return (
    <Link
      to={path}
      className={classes.item}
      data-here={here}
      aria-current={here ? 'page' : undefined}
      onClick={onClick}
    >
      <Icon name={icon} size={20} />
      <span>{label}</span>
    </Link>
  );
}
