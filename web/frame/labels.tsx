import classes from './labels.module.css';

/** Labels as names and values. */
export function Labels({ labels }: { readonly labels: Readonly<Record<string, string>> }) {
  return (
    <ul className={classes.labels}>
      {Object.entries(labels).map(([name, value]) => (
        <li key={name} className={classes.label} title={`${name}=${value}`}>
          <span className={classes.name}>{name}</span>
          <span className={classes.value} dir="auto">
            {value}
          </span>
        </li>
      ))}
    </ul>
  );
}
