import classes from '../remediation/remediation.module.css';
import { visible } from '../remediation/step-words.ts';

/** A command as a host gets it: each argument on its own, whatever is in it; never a shell line. */
export function Argv({
  argv,
  label,
}: {
  readonly argv: readonly string[];
  readonly label: string;
}) {
  return (
    <ol className={classes.argv} aria-label={label}>
      {argv.map((argument, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: an argument is its place
        <li key={at}>
          <code className={classes.token} dir="ltr">
            {argument === '' ? '""' : visible(argument)}
          </code>
        </li>
      ))}
    </ol>
  );
}
