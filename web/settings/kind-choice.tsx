import own from './notifications.module.css';
import classes from './settings.module.css';

interface KindChoiceProps<Kind extends string> {
  readonly label: string;
  readonly kinds: readonly (readonly [kind: Kind, words: string])[];
  readonly chosen: readonly Kind[];
  readonly onChange: (chosen: readonly Kind[]) => void;
  readonly error?: string | null | undefined;
}

/** Which happenings are told, to tick. */
export function KindChoice<Kind extends string>(props: KindChoiceProps<Kind>) {
  const { label, kinds, chosen, onChange, error } = props;
  const toggle = (kind: Kind) =>
    onChange(chosen.includes(kind) ? chosen.filter((other) => other !== kind) : [...chosen, kind]);
  return (
    <div className={classes.field}>
      <span className={classes.label}>{label}</span>
      <div className={own.kinds} role="group" aria-label={label}>
        {kinds.map(([kind, words]) => (
          <label key={kind} className={classes.choice}>
            <input type="checkbox" checked={chosen.includes(kind)} onChange={() => toggle(kind)} />
            {words}
          </label>
        ))}
      </div>
      {error ? (
        <span className={classes.fault} role="alert">
          {error}
        </span>
      ) : null}
    </div>
  );
}
