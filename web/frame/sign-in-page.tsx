import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { Brand } from './brand.tsx';
import { useDocumentTitle } from './page-header.tsx';
import classes from './sign-in.module.css';
import { SignInForm } from './sign-in-form.tsx';
import { useSignInOptions } from './sign-in-options.ts';
import { ProviderButton, signInFault } from './sign-in-provider.tsx';

/** The way in; leads back to where one was going. */
export function SignInPage() {
  useDocumentTitle('Sign in');
  const navigate = useNavigate();
  const { to, error } = useSearch({ strict: false }) as { to?: unknown; error?: unknown };
  const options = useSignInOptions();
  const target = ownPath(to);
  const fault = signInFault(error);
  return (
    <main className={classes.page}>
      <div className={classes.card}>
        <div className={classes.brand}>
          <Brand />
          <h1>Sign in</h1>
        </div>
        {fault ? (
          <p className={classes.fault} role="alert">
            {fault}
          </p>
        ) : null}
        {options?.setup ? (
          <p className={classes.note}>
            Nobody has an account here yet. The hub printed a setup link when it started; open it to
            become the owner.
          </p>
        ) : null}
        <SignInForm onSignedIn={() => navigate({ href: target, replace: true })} />
        {options?.oidc ? <ProviderButton name={options.oidc.name} to={target} /> : null}
        <p className={classes.centre}>
          <Link to="/reset-password">Forgotten password</Link>
        </p>
      </div>
    </main>
  );
}

/** Never leads away from the hub, whatever the address says. */
function ownPath(to: unknown): string {
  return typeof to === 'string' && /^\/(?![/\\])/.test(to) ? to : '/incidents';
}
