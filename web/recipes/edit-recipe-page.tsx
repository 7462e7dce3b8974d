import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { toFailure } from '../api/failure.ts';
import { atLeast, useSession } from '../api/session.ts';
import { BrokenPage, LostPage } from '../frame/broken-page.tsx';
import { PageHeader } from '../frame/page-header.tsx';
import { ListSkeleton } from '../settings/paged-list.tsx';
import { recipeQuery } from './recipe-data.ts';
import { RecipeEditor } from './recipe-editor.tsx';

/** The document of one of the tenant's own recipes; for admins. */
export function EditRecipePage() {
  const { slug } = useParams({ strict: false }) as { slug: string };
  const mayChange = atLeast(useSession().role, 'admin');
  // What is edited must be the newest there is, and must not change under the hands.
  const { data, error, isFetchedAfterMount } = useQuery({
    ...recipeQuery(slug),
    queryKey: ['recipe-edited', slug],
    staleTime: 0,
    gcTime: 0,
    refetchOnReconnect: false,
  });
  if (!mayChange || data?.built_in) return <LostPage />;
  if (error) return toFailure(error).status === 404 ? <LostPage /> : <BrokenPage error={error} />;
  if (!(data && isFetchedAfterMount)) return <ListSkeleton />;
  return (
    <>
      <PageHeader title={`Edit '${data.name}'`}>
        <Link to={`/recipes/${slug}`}>Back to the recipe</Link>
      </PageHeader>
      <RecipeEditor key={slug} recipe={data} start={data.text} />
    </>
  );
}
