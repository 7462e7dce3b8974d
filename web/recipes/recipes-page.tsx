import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useMemo } from 'react';
import { atLeast, useSession } from '../api/session.ts';
import { BrokenPage } from '../frame/broken-page.tsx';
import { EmptyState } from '../frame/empty-state.tsx';
import { Icon } from '../frame/icons.tsx';
import { PageHeader } from '../frame/page-header.tsx';
import { useCommands } from '../frame/use-commands.ts';
import { ListSkeleton } from '../settings/paged-list.tsx';
import text from '../settings/settings.module.css';
import { type RecipeRow, recipesQuery } from './recipe-data.ts';
import { fitting, type RecipeFilter, readRecipeFilter } from './recipe-filter.ts';
import { RecipeFilterBar } from './recipe-filter-bar.tsx';
import { RecipeList } from './recipe-list.tsx';

/** What the hub knows to propose: the tenant's own recipes and the starter set. */
export function RecipesPage() {
  const mayChange = atLeast(useSession().role, 'admin');
  const navigate = useNavigate();
  const filter = readRecipeFilter(useSearch({ strict: false }));
  const { data, error, isPending } = useQuery(recipesQuery);
  const create = () => void navigate({ to: '/recipes/new' });
  const onFilter = (next: RecipeFilter) =>
    void navigate({ to: '/recipes', search: next as never, replace: true });
  useCommands(
    'page',
    mayChange
      ? [{ id: 'new-recipe', label: 'New recipe', group: 'Recipes', keys: 'n', run: create }]
      : [],
  );
  return (
    <>
      <PageHeader
        title="Recipes"
        description="What is proposed for an incident, by what its alerts say."
      >
        {mayChange ? (
          <Button leftSection={<Icon name="plus" size={14} />} onClick={create}>
            New recipe
          </Button>
        ) : null}
      </PageHeader>
      <RecipeFilterBar filter={filter} onFilter={onFilter} />
      {isPending ? <ListSkeleton /> : null}
      {error ? <BrokenPage error={error} /> : null}
      {data ? <Lists recipes={data} filter={filter} /> : null}
    </>
  );
}

interface ListsProps {
  readonly recipes: readonly RecipeRow[];
  readonly filter: RecipeFilter;
}

function Lists({ recipes, filter }: ListsProps) {
  const shown = useMemo(() => fitting(recipes, filter), [recipes, filter]);
  const own = shown.filter((recipe) => !recipe.built_in);
  const starters = shown.filter((recipe) => recipe.built_in);
  if (shown.length === 0) {
    return (
      <EmptyState icon="search" title="No recipe matches">
        Try fewer words, or another risk.
      </EmptyState>
    );
  }
  const hasOwn = recipes.some((recipe) => !recipe.built_in);
  return (
    <>
      {hasOwn ? null : (
        <p className={`${text.bar} ${text.muted}`}>
          You have none of your own yet. Open one of the starter set and copy it, or write a new
          one. Nothing runs until somebody approves it, but what risks little where the mode is
          live.
        </p>
      )}
      {own.length > 0 ? <RecipeList title="Your own" recipes={own} /> : null}
      {starters.length > 0 ? <RecipeList title="Starter set" recipes={starters} /> : null}
    </>
  );
}
