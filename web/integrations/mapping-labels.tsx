import { ActionIcon, Button, TextInput } from '@mantine/core';
import { randomId } from '../api/random-id.ts';
import { Icon } from '../frame/icons.tsx';
import classes from './mapping.module.css';
import type { LabelDraft } from './mapping-draft.ts';
import { Answer, answerFor } from './mapping-expression.tsx';
import type { MappingPreviewData } from './use-mapping-preview.ts';

interface MappingLabelsProps {
  readonly labels: readonly LabelDraft[];
  readonly onChange: (labels: readonly LabelDraft[]) => void;
  readonly data: MappingPreviewData | undefined;
}

const MOST_LABELS = 32;

/** The labels of an alert: a name and an expression each. */
export function MappingLabels({ labels, onChange, data }: MappingLabelsProps) {
  const change = (key: string, values: Partial<LabelDraft>) =>
    onChange(labels.map((label) => (label.key === key ? { ...label, ...values } : label)));
  const add = () => onChange([...labels, { key: randomId('label'), name: '', expression: '' }]);
  return (
    <fieldset className={classes.labels}>
      <legend>Labels</legend>
      {labels.map((label, at) => (
        <LabelRow
          key={label.key}
          label={label}
          number={at + 1}
          data={data}
          onChange={(values) => change(label.key, values)}
          onRemove={() => onChange(labels.filter(({ key }) => key !== label.key))}
        />
      ))}
      <div>
        <Button
          variant="default"
          size="xs"
          leftSection={<Icon name="plus" size={14} />}
          onClick={add}
          disabled={labels.length >= MOST_LABELS}
        >
          Add a label
        </Button>
      </div>
    </fieldset>
  );
}

interface LabelRowProps {
  readonly label: LabelDraft;
  readonly number: number;
  readonly data: MappingPreviewData | undefined;
  readonly onChange: (values: Partial<LabelDraft>) => void;
  readonly onRemove: () => void;
}

function LabelRow({ label, number, data, onChange, onRemove }: LabelRowProps) {
  const { name, expression } = label;
  const answer = answerFor(data, `labels.${name.trim()}`);
  const isWhole = name.trim() !== '' && expression.trim() !== '';
  return (
    <div className={classes.expression}>
      <div className={classes.label}>
        <TextInput
          aria-label={`Name of label ${number}`}
          placeholder="team"
          value={name}
          maxLength={64}
          spellCheck={false}
          onChange={(event) => onChange({ name: event.currentTarget.value })}
        />
        <TextInput
          aria-label={`Expression of label ${number}`}
          placeholder="body.team"
          value={expression}
          maxLength={1_000}
          spellCheck={false}
          classNames={{ input: classes.code ?? '' }}
          onChange={(event) => onChange({ expression: event.currentTarget.value })}
          error={isWhole ? answer.fault : null}
        />
        <ActionIcon
          variant="subtle"
          color="gray"
          size="lg"
          aria-label={`Remove label ${number}`}
          onClick={onRemove}
        >
          <Icon name="close" size={14} />
        </ActionIcon>
      </div>
      {isWhole && !answer.fault ? <Answer result={answer} /> : null}
    </div>
  );
}
