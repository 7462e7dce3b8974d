import type { ReactNode } from 'react';
import { Brand } from '../frame/brand.tsx';
import { useDocumentTitle } from '../frame/page-header.tsx';
import classes from '../frame/sign-in.module.css';

interface PublicCardProps {
  readonly title: string;
  readonly children: ReactNode;
}

/** A page for those who are not signed in: one card with the hub's mark. */
export function PublicCard({ title, children }: PublicCardProps) {
  useDocumentTitle(title);
  return (
    <main className={classes.page}>
      <div className={classes.card}>
        <div className={classes.brand}>
          <Brand />
          <h1>{title}</h1>
        </div>
        {children}
      </div>
    </main>
  );
}
