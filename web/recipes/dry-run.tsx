import { Link } from '@tanstack/react-router';
import { PHASES } from '../remediation/remediation-words.ts';
import { visible } from '../remediation/step-words.ts';
import text from '../settings/settings.module.css';
import { Argv } from './argv.tsx';
import classes from './editor.module.css';
import type { RecipeMatch, Validation } from './recipe-data.ts';

const PHASE_NAMES = new Map(PHASES.map(([phase, name]) => [phase, name]));

/** Which of the newest incidents the document fits, and what would run for each. Nothing runs. */
export function DryRun({ validation }: { readonly validation: Validation }) {
  const { matches, looked_at: count } = validation;
  return (
    <section className={classes.part}>
      <h2>Dry run</h2>
      <p role="status">{sentence(matches.length, count)}</p>
      <ul className={classes.matches} aria-label="Incidents it fits">
        {matches.map((match) => (
          <li key={match.incident_id} className={classes.match}>
            <Match match={match} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function sentence(fitting: number, count: number): string {
  if (count === 0) return 'There are no incidents yet to try it on.';
  const newest = count === 1 ? 'the one incident there is' : `the ${count} newest incidents`;
  if (fitting === 0) return `It fits none of ${newest}.`;
  return `It fits ${fitting} of ${newest}. Nothing is run for them now.`;
}

function Match({ match }: { readonly match: RecipeMatch }) {
  const { incident_id, title, score, reason, parameters, missing, commands } = match;
  return (
    <>
      <Link to={`/incidents/${incident_id}`} className={text.name} dir="auto">
        {title}
      </Link>
      <p className={text.hint}>
        Fits {Math.round(score * 100)} %: {reason}
      </p>
      <Values parameters={parameters} missing={missing} />
      {commands.length > 0 ? (
        <details>
          <summary>
            {commands.length === 1 ? 'The command' : `The ${commands.length} commands`}
          </summary>
          <div className={classes.part}>
            {commands.map(({ phase, name, argv }) => (
              <div key={`${phase} ${name}`}>
                <p className={text.hint}>
                  {PHASE_NAMES.get(phase)}: {name}
                </p>
                <Argv argv={argv} label={`Command of ${name}`} />
              </div>
            ))}
          </div>
        </details>
      ) : null}
    </>
  );
}

function Values({ parameters, missing }: Pick<RecipeMatch, 'parameters' | 'missing'>) {
  const bound = Object.entries(parameters);
  if (bound.length + missing.length === 0) return null;
  return (
    <dl className={classes.values}>
      {bound.map(([name, value]) => (
        <Value key={name} name={name}>
          <code>{visible(String(value))}</code>
        </Value>
      ))}
      {missing.map(({ name, reason }) => (
        <Value key={name} name={name}>
          <span className={text.fault}>missing: {reason}</span>
        </Value>
      ))}
    </dl>
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
