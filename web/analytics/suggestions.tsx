import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { recipesQuery } from '../recipes/recipe-data.ts';
import classes from './analytics.module.css';
import { ChartCard } from './chart-card.tsx';
import type { Period } from './period.ts';
import { type Row, RowChart } from './row-chart.tsx';
import { type Suggestions, useSuggestions } from './suggestion-data.ts';
import {
  byTaken,
  type Named,
  OUTCOME_COLUMNS,
  outcomesOf,
  SUGGESTION_COLUMNS,
} from './suggestion-table.ts';
import { acceptanceWords, runWords } from './suggestion-words.ts';
import { countWords } from './words.ts';

/** Recipes that have a bar; the others are in the table. */
const MOST_BARS = 10;

/** Whether what the hub proposes is taken, and whether it works then. */
export function SuggestionsTaken({ period }: { readonly period: Period }) {
  const { data } = useSuggestions(period);
  const { data: known } = useQuery(recipesQuery);
  if (!data) return null;
  const names = new Map(known?.map(({ slug, name }) => [slug, name]));
  const recipes = data.recipes.map((one) => ({ ...one, name: names.get(one.slug) ?? one.slug }));
  return (
    <>
      <ByRecipe period={period} suggestions={data} recipes={recipes} />
      <Outcomes period={period} suggestions={data} />
    </>
  );
}

interface ByRecipeProps {
  readonly period: Period;
  readonly suggestions: Suggestions;
  readonly recipes: readonly Named[];
}

function ByRecipe({ period, suggestions, recipes }: ByRecipeProps) {
  const rows = byTaken(recipes)
    .slice(0, MOST_BARS)
    .map(
      ([{ slug, name }, taken]): Row => ({
        key: slug,
        name,
        value: taken,
        words: countWords(taken),
        to: `/recipes/${slug}`,
      }),
    );
  return (
    <ChartCard
      title="Which suggestions are taken?"
      note={acceptanceWords(suggestions.total)}
      table={{
        name: `tocsin-suggestions-${period.name}`,
        columns: SUGGESTION_COLUMNS,
        items: recipes,
        idOf: ({ slug }) => slug,
      }}
    >
      {rows.length === 0 ? (
        <p className={classes.note}>
          <Link to="/recipes">Recipes</Link> say for which alerts they are proposed.
        </p>
      ) : (
        <RowChart label="Suggestions taken by recipe" rows={rows} />
      )}
    </ChartCard>
  );
}

function Outcomes({ period, suggestions }: { period: Period; suggestions: Suggestions }) {
  const outcomes = outcomesOf(suggestions.total.runs);
  return (
    <ChartCard
      title="Do their runs work?"
      note={runWords(suggestions.total)}
      table={{
        name: `tocsin-runs-by-outcome-${period.name}`,
        columns: OUTCOME_COLUMNS,
        items: outcomes,
        idOf: ({ outcome }) => outcome,
      }}
    >
      <RowChart
        label="Runs by outcome"
        rows={outcomes.map(({ outcome, word, count }) => ({
          key: outcome,
          name: word,
          value: count,
          words: countWords(count),
          ...(count > 0 && { to: '/remediation/runs', search: { state: outcome } }),
        }))}
      />
    </ChartCard>
  );
}
