import { Button } from '@mantine/core';
import { useId, useRef, useState } from 'react';
import { useCommands } from '../frame/use-commands.ts';
import text from '../settings/settings.module.css';
import { DocumentEditor } from './document-editor.tsx';
import classes from './editor.module.css';
import { LeaveGuard } from './leave-guard.tsx';
import type { Recipe, RecipeFault } from './recipe-data.ts';
import { offsetOf, slugIn } from './recipe-text.ts';
import { SaveRefusal } from './save-refusal.tsx';
import { useSave } from './use-save.ts';
import { useValidation } from './use-validation.ts';
import { ValidationPane } from './validation-pane.tsx';

interface RecipeEditorProps {
  /** What is edited; null: a new one. */
  readonly recipe: Pick<Recipe, 'slug' | 'version'> | null;
  /** What the editor begins with. */
  readonly start: string;
}

/** A recipe's document beside what the hub says of it. Saving makes its next version. */
export function RecipeEditor({ recipe, start }: RecipeEditorProps) {
  const [draft, setDraft] = useState(start);
  const field = useRef<HTMLTextAreaElement>(null);
  const faultsId = useId();
  const validation = useValidation(draft);
  const { data, isCurrent } = validation;
  const { save, busy, failure } = useSave(recipe, draft);
  const isChanged = draft !== start;
  const faults = isCurrent ? (data?.faults ?? []) : [];
  const maySave = faults.length === 0 && (recipe === null || isChanged);
  useCommands('page', [
    {
      id: 'save-recipe',
      label: 'Save recipe',
      group: 'Recipes',
      keys: 'mod+s',
      run: () => (maySave && !busy ? void save() : undefined),
    },
  ]);
  return (
    <div className={classes.page}>
      <div className={classes.main}>
        <DocumentEditor
          text={draft}
          onChange={setDraft}
          faults={faults}
          field={field}
          describedBy={faultsId}
        />
        {failure ? <SaveRefusal failure={failure} recipe={recipe} onAgain={save} /> : null}
        <div className={classes.bar}>
          <p className={text.muted}>
            {failure ? '' : effectWords(recipe, slugIn(draft), isChanged)}
          </p>
          <Button onClick={() => void save()} loading={busy} disabled={!maySave}>
            Save
          </Button>
        </div>
      </div>
      <ValidationPane
        validation={validation}
        faultsId={faultsId}
        onJump={(fault) => jumpTo(field.current, fault)}
      />
      <LeaveGuard active={isChanged} />
    </div>
  );
}

/** Puts the caret where a fault is, and brings its line into sight. */
function jumpTo(field: HTMLTextAreaElement | null, fault: RecipeFault): void {
  if (!field) return;
  const at = offsetOf(field.value, fault);
  field.focus({ preventScroll: true });
  field.setSelectionRange(at, at);
  const numbers = field.closest(`.${classes.frame}`)?.querySelectorAll(`.${classes.number}`);
  numbers?.[fault.line - 1]?.scrollIntoView({ block: 'center', inline: 'start' });
}

function effectWords(
  recipe: RecipeEditorProps['recipe'],
  slug: string | null,
  isChanged: boolean,
): string {
  if (slug === null) return 'It needs a slug, by which it is known.';
  if (recipe?.slug !== slug) return `Saving makes the recipe “${slug}”.`;
  if (!isChanged) return `This is version ${recipe.version}. Nothing is changed.`;
  return `Saving makes version ${recipe.version + 1}; older ones stay as they are.`;
}
