import { useQuery } from '@tanstack/react-query';
import { ChoiceField } from '../settings/choice-field.tsx';
import { type Template, templatesQuery } from './report-data.ts';

interface TemplateChoiceProps {
  readonly kind: Template['kind'];
  readonly onChoose: (template: Template) => void;
}

/** Begins with a stored text; nothing where there is none. */
export function TemplateChoice({ kind, onChoose }: TemplateChoiceProps) {
  const { data } = useQuery(templatesQuery);
  const fitting = (data ?? []).filter((one) => one.kind === kind);
  if (fitting.length === 0) return null;
  return (
    <ChoiceField
      label="Begin with a template"
      value=""
      options={[['', 'Choose one'], ...fitting.map(({ id, name }) => [id, name] as const)]}
      onChange={(id) => {
        const chosen = fitting.find((one) => one.id === id);
        if (chosen) onChoose(chosen);
      }}
    />
  );
}
