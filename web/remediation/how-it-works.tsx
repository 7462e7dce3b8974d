import { Link } from '@tanstack/react-router';
import classes from './remediation.module.css';

/** Teaches, where nothing is to be shown, what has to be there first. */
export function HowItWorks() {
  return (
    <ol className={classes.teach}>
      <li>
        <Link to="/recipes">Recipes</Link> say which incidents they fit, what they run, and how it
        is checked that it worked. A starter set is there; most of it only looks.
      </li>
      <li>
        When an incident opens, the recipes that fit are proposed on its page, with the values that
        its alerts tell.
      </li>
      <li>
        A person reviews exactly what would run where, and approves it or not. Only what risks
        little starts by itself, and only where you set the mode <em>live</em>.
      </li>
      <li>
        Commands run on your hosts by the runner:{' '}
        <Link to="/settings/remediation">connect one</Link> where you want them. Its own allow-list
        has the last word.
      </li>
    </ol>
  );
}
