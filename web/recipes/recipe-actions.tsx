import { Button } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { api } from '../api/client.ts';
import { unwrap } from '../api/failure.ts';
import { atLeast, useSession } from '../api/session.ts';
import { useCommands } from '../frame/use-commands.ts';
import { ConfirmDialog } from '../settings/confirm-dialog.tsx';
import { RECIPES, type Recipe } from './recipe-data.ts';
import { useSwitch } from './use-switch.ts';

/** What may be done with a recipe: its own are changed, those of the starter set are copied. */
export function RecipeActions({ recipe }: { readonly recipe: Recipe }) {
  const mayChange = atLeast(useSession().role, 'admin');
  const navigate = useNavigate();
  const toggle = useSwitch();
  const [deleting, setDeleting] = useState(false);
  const { slug, name, built_in, enabled } = recipe;
  const copy = () => void navigate({ to: '/recipes/new', search: { from: slug } as never });
  const edit = () => void navigate({ to: `/recipes/${slug}/edit` });
  const change = built_in
    ? { id: 'copy-recipe', label: 'Copy as own', run: copy }
    : { id: 'edit-recipe', label: 'Edit', run: edit };
  useCommands(
    'page',
    mayChange
      ? [
          { ...change, label: `${change.label}: ${name}`, group: 'Recipes', keys: 'e' },
          {
            id: 'switch-recipe',
            label: `${enabled ? 'Switch off' : 'Switch on'}: ${name}`,
            group: 'Recipes',
            run: () => toggle(recipe, !enabled),
          },
        ]
      : [],
  );
  if (!mayChange) return null;
  return (
    <>
      <Button onClick={change.run}>{change.label}</Button>
      <Button variant="default" onClick={() => toggle(recipe, !enabled)}>
        {enabled ? 'Switch off' : 'Switch on'}
      </Button>
      {built_in ? null : (
        <>
          <Button variant="default" onClick={copy}>
            Copy
          </Button>
          <Button variant="default" onClick={() => setDeleting(true)}>
            Delete
          </Button>
        </>
      )}
      {deleting ? <DeleteDialog recipe={recipe} onClose={() => setDeleting(false)} /> : null}
    </>
  );
}

function DeleteDialog({ recipe, onClose }: { recipe: Recipe; onClose: () => void }) {
  const navigate = useNavigate();
  const { slug, name } = recipe;
  return (
    <ConfirmDialog
      title={`Delete recipe '${name}'`}
      action="Delete"
      done={`Recipe '${name}' was deleted`}
      keys={[RECIPES, 'audit']}
      act={async () => {
        unwrap(await api.DELETE('/api/v1/recipes/{slug}', { params: { path: { slug } } }));
        await navigate({ to: '/recipes' });
      }}
      onClose={onClose}
    >
      No incident is offered it any more, and proposals of it that wait cannot be approved. What it
      did stays in the log. To keep it for later, switch it off instead.
    </ConfirmDialog>
  );
}
