import { useNavigate, useSearch } from '@tanstack/react-router';
import { Brand } from './brand.tsx';
import { useDocumentTitle } from './page-header.tsx';
import classes from './sign-in.module.css';
import { SignInForm } from './sign-in-form.tsx';

/** The way in; leads back to where one was going. */
export function SignInPage() {
  useDocumentTitle('Sign in');
  const navigate = useNavigate();
  const { to } = useSearch({ strict: false }) as { to?: unknown };
  return (
    <main className={classes.page}>
      <div className={classes.card}>
        <div className={classes.brand}>
          <Brand />
          <h1>Sign in</h1>
        </div>
        <SignInForm onSignedIn={() => navigate({ href: ownPath(to), replace: true })} />
      </div>
    </main>
  );
}

/** Never leads away from the hub, whatever the address says. */
function ownPath(to: unknown): string {
  return typeof to === 'string' && /^\/(?![/\\])/.test(to) ? to : '/incidents';
}
