import { Link } from '@tanstack/react-router';
import shared from '../integrations/integrations.module.css';
import classes from './webhooks.module.css';

/** What goes out by itself, and what goes out when somebody presses a button. */
export function WebhookTabs({ here }: { readonly here: 'webhooks' | 'actions' }) {
  return (
    <nav className={`${shared.tabs} ${classes.tabs}`} aria-label="Kinds of webhooks">
      <Link
        to="/webhooks"
        className={shared.tab}
        data-here={here === 'webhooks'}
        aria-current={here === 'webhooks' ? 'page' : undefined}
      >
        Webhooks
      </Link>
      <Link
        to="/webhooks/actions"
        className={shared.tab}
        data-here={here === 'actions'}
        aria-current={here === 'actions' ? 'page' : undefined}
      >
        Custom actions
      </Link>
    </nav>
  );
}
