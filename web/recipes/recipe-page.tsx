import { useQuery } from '@tanstack/react-query';
import { Link, useParams, useSearch } from '@tanstack/react-router';
import { toFailure } from '../api/failure.ts';
import { Moment } from '../frame/age.tsx';
import { BrokenPage, LostPage } from '../frame/broken-page.tsx';
import { CodeSnippet } from '../frame/code-snippet.tsx';
import { Icon } from '../frame/icons.tsx';
import { PageHeader } from '../frame/page-header.tsx';
import back from '../integrations/integrations.module.css';
import { RiskMark } from '../remediation/marks.tsx';
import { PlannedPhases } from '../remediation/planned-phases.tsx';
import { actorWords } from '../remediation/remediation-words.ts';
import { ListSkeleton } from '../settings/paged-list.tsx';
import { RecipeActions } from './recipe-actions.tsx';
import { type Recipe, recipeQuery } from './recipe-data.ts';
import { RecipeNotices } from './recipe-notices.tsx';
import { RecipeParameters } from './recipe-parameters.tsx';
import { RecipePast } from './recipe-past.tsx';
import { categoryWord, limitWords, stepsOf, systemWords } from './recipe-words.ts';
import classes from './recipes.module.css';
import { WhenItFits } from './when-it-fits.tsx';

/** A recipe: when it is proposed, what it needs, what it does, and what came of it. */
export function RecipePage() {
  const { slug } = useParams({ strict: false }) as { slug: string };
  const { version } = useSearch({ strict: false }) as { version?: unknown };
  const asked = Number(version) > 0 ? Number(version) : undefined;
  const { data, error } = useQuery(recipeQuery(slug, asked));
  if (error) return toFailure(error).status === 404 ? <LostPage /> : <BrokenPage error={error} />;
  return (
    <>
      <Link to="/recipes" className={back.back}>
        <Icon name="left" size={14} /> Recipes
      </Link>
      {data ? <Whole recipe={data} isOld={asked !== undefined} /> : <ListSkeleton />}
    </>
  );
}

function Whole({ recipe, isOld }: { readonly recipe: Recipe; readonly isOld: boolean }) {
  const { name, description, document, text } = recipe;
  return (
    <>
      <PageHeader title={name}>{isOld ? null : <RecipeActions recipe={recipe} />}</PageHeader>
      <div className={classes.page}>
        <Facts recipe={recipe} />
        <RecipeNotices recipe={recipe} isOld={isOld} />
        <p dir="auto">{description}</p>
        <WhenItFits document={document} />
        <RecipeParameters parameters={document.parameters ?? {}} />
        <section className={classes.part}>
          <h2>What it does</h2>
          <PlannedPhases steps={stepsOf(document)} document={document} />
        </section>
        <section className={classes.part}>
          <h2>Limits</h2>
          <ul className={classes.bullets}>
            {limitWords(document).map((words) => (
              <li key={words}>{words}</li>
            ))}
          </ul>
        </section>
        <RecipePast recipe={recipe} />
        <section className={classes.part}>
          <h2>Document</h2>
          <CodeSnippet label={`Version ${recipe.version}`} code={text} />
        </section>
      </div>
    </>
  );
}

function Facts({ recipe }: { readonly recipe: Recipe }) {
  const { risk, category, os, slug, version, built_in, created_at, created_by } = recipe;
  return (
    <p className={classes.facts}>
      <RiskMark risk={risk} />
      <span>
        {categoryWord(category)} {category === 'diagnostic' ? 'only' : 'something'}
      </span>
      <span>For {systemWords(os)}</span>
      <code>{slug}</code>
      <span>
        {built_in ? `Starter set, version ${version}` : `Version ${version}`}
        {created_by ? `, saved by ${actorWords(created_by)}` : ''}
        {created_at ? (
          <>
            , <Moment at={created_at} />
          </>
        ) : null}
      </span>
    </p>
  );
}
