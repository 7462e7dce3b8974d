import { useQuery } from '@tanstack/react-query';
import { Link, useSearch } from '@tanstack/react-router';
import { toFailure } from '../api/failure.ts';
import { atLeast, useSession } from '../api/session.ts';
import { BrokenPage, LostPage } from '../frame/broken-page.tsx';
import { PageHeader } from '../frame/page-header.tsx';
import { ListSkeleton } from '../settings/paged-list.tsx';
import { recipeQuery, recipesQuery } from './recipe-data.ts';
import { RecipeEditor } from './recipe-editor.tsx';
import { FIRST_RECIPE, freeSlug, withSlug } from './recipe-text.ts';

/** A new recipe, from scratch or as a copy of another one; for admins. */
export function NewRecipePage() {
  const { from } = useSearch({ strict: false }) as { from?: unknown };
  const mayChange = atLeast(useSession().role, 'admin');
  if (!mayChange) return <LostPage />;
  return typeof from === 'string' ? <Copy key={from} slug={from} /> : <Blank />;
}

function Blank() {
  return (
    <>
      <PageHeader
        title="New recipe"
        description="Change the example; what is wrong with it is told while you type."
      >
        <Link to="/recipes">All recipes</Link>
      </PageHeader>
      <RecipeEditor recipe={null} start={FIRST_RECIPE} />
    </>
  );
}

function Copy({ slug }: { readonly slug: string }) {
  const recipe = useQuery(recipeQuery(slug));
  const recipes = useQuery(recipesQuery);
  const error = recipe.error ?? recipes.error;
  if (error) return toFailure(error).status === 404 ? <LostPage /> : <BrokenPage error={error} />;
  if (!(recipe.data && recipes.data)) return <ListSkeleton />;
  const { name, text } = recipe.data;
  const taken = new Set(recipes.data.map((one) => one.slug));
  return (
    <>
      <PageHeader
        title={`Copy of '${name}'`}
        description="Saved under its own slug; the original stays as it is. Switch that off if yours takes its place."
      >
        <Link to={`/recipes/${slug}`}>Back to the original</Link>
      </PageHeader>
      <RecipeEditor recipe={null} start={withSlug(text, freeSlug(slug, taken))} />
    </>
  );
}
