import classes from './remediation.module.css';
import type { Proposal, RecipeDocument } from './remediation-data.ts';
import layout from './review.module.css';
import { sourceOf, sourceWords, visible } from './step-words.ts';

interface BoundValuesProps {
  readonly proposal: Proposal;
  readonly document: RecipeDocument | null;
}

/** The values that it would run with, and where each is from; those that it lacks. */
export function BoundValues({ proposal, document }: BoundValuesProps) {
  const { parameters, missing, reason } = proposal;
  const values = Object.entries(parameters);
  if (values.length === 0 && missing.length === 0) return null;
  return (
    <section className={layout.section} aria-labelledby="values">
      <h2 id="values">Values</h2>
      <dl className={layout.values}>
        {values.map(([name, value]) => (
          <Value key={name} name={name}>
            <code className={classes.token} dir="ltr">
              {visible(String(value))}
            </code>
            <span className={classes.note}>{originWords(name, value, { reason, document })}</span>
          </Value>
        ))}
        {missing.map(({ name, reason: why }) => (
          <Value key={name} name={name}>
            <span className={classes.fault}>It has none: {why}.</span>
          </Value>
        ))}
      </dl>
    </section>
  );
}

function Value({ name, children }: { readonly name: string; readonly children: React.ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}

function originWords(
  name: string,
  value: unknown,
  { reason, document }: { readonly reason: string; readonly document: RecipeDocument | null },
): string {
  const path = sourceOf(name, reason);
  const parameter = document?.parameters?.[name];
  const about = parameter?.description ? `${parameter.description}; ` : '';
  if (path !== null) return `${about}from ${sourceWords(path)}`;
  if (parameter && parameter.default === value) return `${about}the recipe’s default`;
  return `${about}as the alerts say, or as it was given by hand`;
}
