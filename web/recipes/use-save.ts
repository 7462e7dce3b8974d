import { useNavigate } from '@tanstack/react-router';
import type { Failure } from '../api/failure.ts';
import { tellDone } from '../frame/toasts.ts';
import { useChange } from '../settings/use-change.ts';
import { RECIPES, type Recipe, saveRecipe } from './recipe-data.ts';
import { slugIn } from './recipe-text.ts';

/** Saving a document, and why it did not work. */
export interface Saving {
  /** `over`: the version that it may follow, when that is not the one it was made from. */
  readonly save: (over?: number) => Promise<void>;
  readonly busy: boolean;
  readonly failure: Failure | null;
}

/** Saves a document as the next version of what it was made from, and goes to look at it. */
export function useSave(recipe: Pick<Recipe, 'slug' | 'version'> | null, document: string): Saving {
  const navigate = useNavigate();
  const { busy, failure, make } = useChange(RECIPES, 'audit');
  const save = async (over?: number) => {
    // Under another slug it is another recipe, which must not be there yet.
    const made = recipe?.slug === slugIn(document) ? (recipe?.version ?? 0) : 0;
    await make(async () => {
      const { slug, name, version } = await saveRecipe(document, over ?? made);
      tellDone(`Version ${version} of '${name}' was saved`);
      await navigate({ to: `/recipes/${slug}`, ignoreBlocker: true });
    });
  };
  return { save, busy, failure };
}
