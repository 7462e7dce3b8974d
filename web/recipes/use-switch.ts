import { useQueryClient } from '@tanstack/react-query';
import { toFailure } from '../api/failure.ts';
import { tellDone, tellRefused } from '../frame/toasts.ts';
import { RECIPES, type RecipeRow, recipesQuery, switchRecipe } from './recipe-data.ts';

type Switched = Pick<RecipeRow, 'slug' | 'name'>;

/** Switches recipes on and off; shown at once, taken back when the hub refuses. */
export function useSwitch(): (recipe: Switched, enabled: boolean) => void {
  const client = useQueryClient();
  const toggle = async (recipe: Switched, enabled: boolean) => {
    const { slug, name } = recipe;
    const { queryKey } = recipesQuery;
    void client.cancelQueries({ queryKey, exact: true });
    client.setQueryData(queryKey, (known) =>
      known?.map((one) => (one.slug === slug ? { ...one, enabled } : one)),
    );
    try {
      await switchRecipe(slug, enabled);
      tellDone(`'${name}' is ${enabled ? 'proposed again' : 'proposed no more'}`);
    } catch (error) {
      tellRefused(`'${name}' was not changed`, toFailure(error).message);
    } finally {
      for (const key of [RECIPES, 'audit']) void client.invalidateQueries({ queryKey: [key] });
    }
  };
  return (recipe, enabled) => void toggle(recipe, enabled);
}
