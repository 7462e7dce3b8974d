import { Fragment } from 'react';
import { sourceWords, visible } from '../remediation/step-words.ts';
import text from '../settings/settings.module.css';
import type { RecipeDocument, RecipeParameter } from './recipe-data.ts';
import { sourcesOf, valueWords } from './recipe-words.ts';
import classes from './recipes.module.css';

type Parameters = NonNullable<RecipeDocument['parameters']>;

/** What a run needs to know, and where it is looked for. */
export function RecipeParameters({ parameters }: { readonly parameters: Parameters }) {
  const entries = Object.entries(parameters);
  if (entries.length === 0) return null;
  return (
    <section className={classes.part}>
      <h2>What it needs to know</h2>
      <ul className={classes.list}>
        {entries.map(([name, parameter]) => (
          <li key={name} className={classes.parameter}>
            <Parameter name={name} parameter={parameter} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Parameter({ name, parameter }: { name: string; parameter: RecipeParameter }) {
  const { description, default: fallback, extract } = parameter;
  const sources = sourcesOf(parameter);
  return (
    <>
      <span>
        <code className={text.name}>{name}</code>, {valueWords(parameter)}
      </span>
      {description ? <span dir="auto">{description}</span> : null}
      <span className={text.hint}>
        {sources.length === 0 ? 'Given by hand.' : 'From '}
        {sources.map((source, at) => (
          <Fragment key={source}>
            {at === 0 ? '' : ', else '}
            <span title={source}>{sourceWords(source)}</span>
          </Fragment>
        ))}
        {extract === undefined ? '' : `; of it, what ${visible(extract)} captures`}
        {sources.length === 0 ? '' : '.'}
        {fallback === undefined ? '' : ` Otherwise ${visible(String(fallback))}.`}
      </span>
    </>
  );
}
