import { Button } from '@mantine/core';
import type { Failure } from '../api/failure.ts';
import text from '../settings/settings.module.css';
import classes from './editor.module.css';
import type { Recipe } from './recipe-data.ts';
import type { Saving } from './use-save.ts';

interface SaveRefusalProps {
  readonly failure: Failure;
  readonly recipe: Pick<Recipe, 'slug' | 'version'> | null;
  readonly onAgain: Saving['save'];
}

/** Why a document was not saved. When somebody else was faster, what was typed is not lost. */
export function SaveRefusal({ failure, recipe, onAgain }: SaveRefusalProps) {
  const { version } = failure.problem;
  if (failure.code !== 'version_changed' || typeof version !== 'number') {
    return (
      <p className={text.fault} role="alert">
        {failure.message}
      </p>
    );
  }
  return (
    <div className={classes.conflict} role="alert">
      <p>
        <strong>{whatHappened(version, recipe)}</strong> Nothing was saved, and your text is still
        here.
      </p>
      <div className={text.start}>
        {version > 0 && recipe ? (
          <Button
            component="a"
            href={`/recipes/${recipe.slug}`}
            target="_blank"
            rel="noopener"
            variant="default"
          >
            Look at version {version}
          </Button>
        ) : null}
        <Button variant="default" onClick={() => void onAgain(version)}>
          {version === 0 ? 'Save it anew' : `Save mine as version ${version + 1}`}
        </Button>
      </div>
    </div>
  );
}

function whatHappened(version: number, recipe: SaveRefusalProps['recipe']): string {
  if (version === 0) return 'Somebody deleted this recipe meanwhile.';
  if (recipe === null) return `There is a recipe with this slug already, in version ${version}.`;
  return `Somebody saved version ${version} meanwhile.`;
}
