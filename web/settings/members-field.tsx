import { useMembers } from './members.ts';
import classes from './settings.module.css';

interface MembersFieldProps {
  readonly label: string;
  readonly hint: string;
  readonly chosen: readonly string[];
  readonly onChoose: (ids: readonly string[]) => void;
  readonly error?: string | null | undefined;
}

/** Members to tick, as a part of a form. */
export function MembersField({ label, hint, chosen, onChoose, error }: MembersFieldProps) {
  const members = useMembers();
  const toggle = (id: string) =>
    onChoose(chosen.includes(id) ? chosen.filter((other) => other !== id) : [...chosen, id]);
  return (
    <div className={classes.field}>
      <span className={classes.label}>{label}</span>
      <span className={classes.muted}>{hint}</span>
      <div className={classes.choices} role="group" aria-label={label}>
        {(members ?? []).map(({ id, name, email }) => (
          <label key={id} className={classes.choice}>
            <input type="checkbox" checked={chosen.includes(id)} onChange={() => toggle(id)} />
            <span>
              <bdi>{name}</bdi> <bdi className={classes.muted}>{email}</bdi>
            </span>
          </label>
        ))}
      </div>
      {error ? <span className={classes.fault}>{error}</span> : null}
    </div>
  );
}
