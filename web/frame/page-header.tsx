import type { ReactNode } from 'react';
import { useEffect } from 'react';
import classes from './page-header.module.css';

interface PageHeaderProps {
  readonly title: string;
  /** One line about the page, where its name does not say enough. */
  readonly description?: string;
  /** Buttons at the right; the primary one first. */
  readonly children?: ReactNode;
}

/** A page's name and its main actions; also names the browser's tab. */
export function PageHeader({ title, description, children }: PageHeaderProps) {
  useDocumentTitle(title);
  return (
    <header className={classes.header}>
      <div className={classes.words}>
        <h1>{title}</h1>
        {description ? <p className={classes.description}>{description}</p> : null}
      </div>
      {children ? <div className={classes.actions}>{children}</div> : null}
    </header>
  );
}

/** Names the browser's tab while the component is there. */
export function useDocumentTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · Tocsin`;
  }, [title]);
}
