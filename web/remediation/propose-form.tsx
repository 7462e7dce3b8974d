import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { api } from '../api/client.ts';
import { type Failure, toFailure, unwrap } from '../api/failure.ts';
import { Loading, Skeleton } from '../frame/skeleton.tsx';
import { refusalWords } from './decision-words.ts';
import { ParameterField, PlainField } from './propose-fields.tsx';
import classes from './remediation.module.css';
import {
  type Proposal,
  type ProposalDetail,
  type RecipeDocument,
  refreshRemediation,
  reject,
} from './remediation-data.ts';

interface ProposeFormProps {
  readonly slug: string;
  readonly incidentId: string;
  /** What takes the place of this one. */
  readonly again: Proposal | null;
  readonly onProposed: (proposal: ProposalDetail) => void;
}

/** The values of a recipe: what is left empty is taken from the alerts. */
export function ProposeForm({ slug, incidentId, again, onProposed }: ProposeFormProps) {
  const { data: recipe } = useQuery({
    queryKey: ['recipes', 'one', slug],
    queryFn: async () =>
      unwrap(await api.GET('/api/v1/recipes/{slug}', { params: { path: { slug } } })),
  });
  const [values, setValues] = useState(() => valuesOf(again));
  const [lacking, setLacking] = useState<Proposal | null>(again);
  const { busy, failure, propose } = usePropose(incidentId);
  if (!recipe) {
    return (
      <Loading>
        <Skeleton height={120} />
      </Loading>
    );
  }
  const { document } = recipe;
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const made = await propose(bodyOf(slug, document, values), lacking);
    if (!made) return;
    // What it lacks can be filled in here and now.
    if (made.missing.length > 0) setLacking(made);
    else onProposed(made);
  };
  const field = (name: string) => ({
    value: values[name] ?? '',
    error: faultOf(name, values, failure, lacking),
    onChange: (value: string) => setValues({ ...values, [name]: value }),
  });
  return (
    <form className={classes.form} onSubmit={(event) => void submit(event)}>
      <p dir="auto">{document.description}</p>
      {Object.entries(document.parameters ?? {}).map(([name, parameter]) => (
        <ParameterField key={name} name={name} parameter={parameter} {...field(name)} />
      ))}
      {hasCommands(document) ? (
        <PlainField
          name={HOST}
          description="Where its commands run. Empty: the host that the alerts name."
          {...field(HOST)}
        />
      ) : null}
      <Failed failure={failure} lacking={lacking} />
      <div className={classes.buttons}>
        <Button type="submit" loading={busy} disabled={stillLacks(lacking, values)}>
          {lacking ? 'Propose again' : 'Propose'}
        </Button>
      </div>
    </form>
  );
}

const HOST = 'host';

/** What a person gave before need not be typed again; the hub finds its own values itself. */
function valuesOf(again: Proposal | null): Readonly<Record<string, string>> {
  if (again?.proposed_by.type !== 'person') return {};
  const given = Object.entries(again.parameters).map(([name, value]) => [name, String(value)]);
  const host = again.target.startsWith('host:') ? { [HOST]: again.target.slice(5) } : {};
  return { ...Object.fromEntries(given), ...host };
}

function hasCommands(document: RecipeDocument): boolean {
  const { pre_checks = [], steps, post_checks = [], rollback = [] } = document;
  return [pre_checks, steps, post_checks, rollback].flat().some(({ kind }) => kind === 'command');
}

function bodyOf(
  recipe: string,
  document: RecipeDocument,
  values: Readonly<Record<string, string>>,
) {
  const given = Object.keys(document.parameters ?? {}).flatMap((name): [string, string][] => {
    const value = values[name]?.trim() ?? '';
    return value === '' ? [] : [[name, value]];
  });
  const host = hasCommands(document) ? (values[HOST]?.trim() ?? '') : '';
  return {
    recipe,
    ...(given.length > 0 && { parameters: Object.fromEntries(given) }),
    ...(host !== '' && { host }),
  };
}

/** Whether it would be proposed just as it waits for its decision already, and cannot run. */
function stillLacks(lacking: Proposal | null, values: Readonly<Record<string, string>>): boolean {
  if (lacking?.state !== 'proposed') return false;
  return lacking.missing.some(({ name }) => !values[name]?.trim());
}

/** What is wrong with a field: in the hub's words, or what the last proposal lacked of it. */
function faultOf(
  name: string,
  values: Readonly<Record<string, string>>,
  failure: Failure | null,
  lacking: Proposal | null,
): string | null {
  const refused = failure?.field(name === HOST ? name : `parameters/${name}`) ?? null;
  if (refused !== null) return refused;
  const lacks = lacking?.missing.find((one) => one.name === name);
  return lacks && !values[name] ? `It is needed: ${lacks.reason}.` : null;
}

/** What is wrong that belongs to no field. */
function Failed({
  failure,
  lacking,
}: {
  readonly failure: Failure | null;
  readonly lacking: Proposal | null;
}) {
  const ofFields = failure?.problem.errors !== undefined;
  if (failure && !ofFields) {
    const { title, text } = refusalWords(failure);
    return (
      <p className={classes.fault} role="alert">
        {title}. {text}
      </p>
    );
  }
  if (lacking?.state !== 'proposed') return null;
  const lacks = lacking.missing.map(({ name }) => name).join(', ');
  return (
    <p className={classes.note} role="status">
      {lacks === ''
        ? 'It waits for a decision already; this one takes its place.'
        : `As it stands it lacks ${lacks} and cannot run.`}
    </p>
  );
}

type Body = ReturnType<typeof bodyOf>;

function usePropose(incidentId: string) {
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const propose = async (body: Body, former: Proposal | null) => {
    setBusy(true);
    setFailure(null);
    try {
      return await post(incidentId, body, former?.state === 'proposed' ? former : null);
    } catch (error) {
      setFailure(toFailure(error));
      return null;
    } finally {
      setBusy(false);
      refreshRemediation(incidentId);
    }
  };
  return { busy, failure, propose };
}

/** Proposes; what it takes the place of is turned down, so that one of them is left. */
async function post(
  incidentId: string,
  body: Body,
  former: Proposal | null,
): Promise<ProposalDetail> {
  const params = { path: { id: incidentId } };
  const send = async () =>
    unwrap(await api.POST('/api/v1/incidents/{id}/proposals', { params, body }));
  const withdraw = async () => {
    if (former) await reject(former, 'Proposed again with other values.');
  };
  let made: ProposalDetail;
  try {
    made = await send();
  } catch (error) {
    // The former one is in the way; the values were found good, so it may go.
    if (!former || toFailure(error).code !== 'already_proposed') throw error;
    await withdraw();
    return send();
  }
  // Somebody may have decided about it meanwhile: then it is out of the way as well.
  await withdraw().catch(() => undefined);
  return made;
}
