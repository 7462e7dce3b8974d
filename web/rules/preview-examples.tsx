import { Link } from '@tanstack/react-router';
import text from '../settings/settings.module.css';
import classes from './rules.module.css';
import type { Preview } from './use-preview.ts';

type Example = Preview['examples'][number];
type Outcome = Example['after'];

/** Alerts by name, and what becomes of each; changed ones first. */
export function PreviewExamples({ examples }: { readonly examples: readonly Example[] }) {
  if (examples.length === 0) return null;
  return (
    <>
      <h3 className={classes.examplesTitle}>Examples</h3>
      <ul>
        {alike(examples).map(({ example: { alert, matched }, difference, count }) => (
          <li key={alert.id}>
            <Link to={`/alerts/${alert.id}`} target="_blank" dir="auto">
              {alert.title}
            </Link>
            <span className={text.muted}>
              {count > 1 ? ` ×${count}` : ''}
              {matched ? '' : ' · does not match'}
            </span>
            <div className={text.muted}>{difference}</div>
          </li>
        ))}
      </ul>
    </>
  );
}

interface Alike {
  /** The first of them. */
  readonly example: Example;
  readonly difference: string;
  readonly count: number;
}

/** Alerts of one title to which the same happens are shown once, where the first one is. */
function alike(examples: readonly Example[]): readonly Alike[] {
  const found = new Map<string, Alike>();
  for (const example of examples) {
    const difference = differenceWords(example.before, example.after);
    const key = JSON.stringify([example.alert.title, example.matched, difference]);
    const count = (found.get(key)?.count ?? 0) + 1;
    found.set(key, { example: found.get(key)?.example ?? example, difference, count });
  }
  return [...found.values()];
}

/** What changes for an alert, or what stays: `medium → high · was on its own → grouped by redis`. */
function differenceWords(before: Outcome, after: Outcome): string {
  const pairs = [
    [before.severity, after.severity],
    [before.service ?? 'no service', after.service ?? 'no service'],
    [endOf(before), endOf(after)],
    [groupOf(before), groupOf(after)],
  ] as const;
  const changed = pairs.filter(([from, to]) => from !== to).map(([from, to]) => `${from} → ${to}`);
  if (changed.length > 0) return changed.join(' · ');
  if (ruleOf(before) !== ruleOf(after)) return `${ruleOf(before)} → ${ruleOf(after)}`;
  return `stays: ${after.severity}, ${endOf(after)}, ${ruleOf(after)}`;
}

function endOf({ suppressed, opens }: Outcome): string {
  if (suppressed) return 'suppressed';
  return opens ? 'opens an incident' : 'opens nothing';
}

function groupOf({ group }: Outcome): string {
  if (group === null) return 'on its own';
  return `grouped by ${group.map(({ value }) => value || '(empty)').join(', ')}`;
}

function ruleOf({ rule }: Outcome): string {
  return rule ? `by '${rule.name}'` : 'by no rule';
}
