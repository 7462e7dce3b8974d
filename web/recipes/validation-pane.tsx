import { Icon } from '../frame/icons.tsx';
import look from '../integrations/integrations.module.css';
import text from '../settings/settings.module.css';
import { DryRun } from './dry-run.tsx';
import classes from './editor.module.css';
import type { RecipeFault, Validation } from './recipe-data.ts';
import type { ValidationQuery } from './use-validation.ts';

interface ValidationPaneProps {
  readonly validation: ValidationQuery;
  /** Of the element that says what is wrong. */
  readonly faultsId: string;
  readonly onJump: (fault: RecipeFault) => void;
}

/** What the hub says of the document: its faults, its own tests, and a dry run. */
export function ValidationPane({ validation, faultsId, onJump }: ValidationPaneProps) {
  const { data, isCurrent, failure } = validation;
  return (
    <aside className={classes.aside} aria-label="Validation" aria-busy={!(isCurrent || failure)}>
      <section id={faultsId} className={classes.part}>
        <h2>Document</h2>
        {failure ? (
          <p className={text.fault} role="alert">
            It could not be checked. {failure.message}
          </p>
        ) : (
          <Verdict data={data} />
        )}
        {data && data.faults.length > 0 ? <Faults faults={data.faults} onJump={onJump} /> : null}
      </section>
      {data?.valid ? (
        <>
          <Tests tests={data.tests} />
          <DryRun validation={data} />
        </>
      ) : null}
    </aside>
  );
}

function Verdict({ data }: { readonly data: Validation | undefined }) {
  if (!data) {
    return (
      <p className={text.muted} role="status">
        It is checked while you type.
      </p>
    );
  }
  const { faults } = data;
  return (
    <p role="status">
      {data.valid ? (
        <span className={look.good}>
          <Icon name="check" /> It can be read, and nothing is wrong with it.
        </span>
      ) : (
        <span className={look.bad}>
          <Icon name="warning" /> {faults.length === 1 ? 'One fault' : `${faults.length} faults`}
        </span>
      )}
    </p>
  );
}

interface FaultsProps {
  readonly faults: readonly RecipeFault[];
  readonly onJump: (fault: RecipeFault) => void;
}

function Faults({ faults, onJump }: FaultsProps) {
  return (
    <ol className={classes.faults} aria-label="Faults">
      {faults.map((fault) => {
        const { line, column, path, message } = fault;
        return (
          <li key={`${line}:${column} ${path} ${message}`}>
            <button type="button" className={classes.fault} onClick={() => onJump(fault)}>
              <span className={classes.place}>
                Line {line}, column {column} {path === '' ? null : <code>{path}</code>}
              </span>
              <span>{message}</span>
            </button>
          </li>
        );
      })}
    </ol>
  );
}

function Tests({ tests }: { readonly tests: Validation['tests'] }) {
  return (
    <section className={classes.part}>
      <h2>Its own tests</h2>
      {tests.length === 0 ? (
        <p className={text.muted}>
          It has none. Under <code>tests</code>, say which alerts it is for, and what comes of them.
        </p>
      ) : null}
      <ul className={classes.faults} aria-label="Tests">
        {tests.map(({ name, failures }) => (
          <li key={name}>
            <span className={failures.length === 0 ? look.good : look.bad}>
              <Icon name={failures.length === 0 ? 'check' : 'close'} size={14} /> {name}
              <span className="visually-hidden">
                {failures.length === 0 ? ' passed' : ' failed'}
              </span>
            </span>
            {failures.map((failure) => (
              <p key={failure} className={text.fault}>
                {failure}
              </p>
            ))}
          </li>
        ))}
      </ul>
    </section>
  );
}
