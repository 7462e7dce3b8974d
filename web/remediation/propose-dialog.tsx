import { Modal } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Loading, Skeleton } from '../frame/skeleton.tsx';
import { Choice } from '../webhooks/choice.tsx';
import { ProposeForm } from './propose-form.tsx';
import classes from './remediation.module.css';
import {
  ofIncidentQuery,
  type Proposal,
  type ProposalDetail,
  type Recipe,
  recipesQuery,
} from './remediation-data.ts';
import { riskWords } from './remediation-words.ts';

/** What is to be proposed: anything for an incident, or again what was proposed before. */
export interface Proposing {
  readonly incidentId: string;
  /** Lacks something, or its time is over; null: a new one. */
  readonly again: Proposal | null;
}

interface ProposeDialogProps {
  readonly proposing: Proposing;
  readonly onClose: () => void;
  readonly onProposed: (proposal: ProposalDetail) => void;
}

/** Proposes a recipe by hand; nothing runs before somebody approves it. */
export function ProposeDialog({ proposing, onClose, onProposed }: ProposeDialogProps) {
  const { again } = proposing;
  const { data } = useQuery(recipesQuery);
  const { data: known } = useQuery(ofIncidentQuery(proposing.incidentId));
  const [slug, setSlug] = useState(again?.recipe.slug ?? '');
  const isOf = (one: Proposal | null) => one?.recipe.slug === slug;
  const waiting = known?.proposals.find((one) => isOf(one) && one.state === 'proposed');
  const recipes = data?.filter(({ enabled }) => enabled);
  return (
    <Modal opened onClose={onClose} title="Propose a recipe" size="lg">
      <div className={classes.form}>
        <p className={classes.note}>
          Nothing runs before somebody has seen and approved exactly what would run.
        </p>
        {recipes ? (
          <Choice
            label="Recipe"
            value={slug}
            options={[['', 'Choose one'], ...recipes.map(optionOf)]}
            onChange={setSlug}
          />
        ) : (
          <Loading>
            <Skeleton height={36} />
          </Loading>
        )}
        {slug === '' || !known ? null : (
          <ProposeForm
            key={slug}
            slug={slug}
            incidentId={proposing.incidentId}
            again={waiting ?? (isOf(again) ? again : null)}
            onProposed={onProposed}
          />
        )}
      </div>
    </Modal>
  );
}

function optionOf({ slug, name, risk }: Recipe): readonly [string, string] {
  return [slug, `${name} (${riskWords(risk).toLowerCase()})`];
}
