import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { atLeast, useSession } from '../api/session.ts';
import type { Incident, Triage } from '../api/shapes.ts';
import { Loading, Skeleton } from '../frame/skeleton.tsx';
import { SeverityMark } from '../theme/severity-mark.tsx';
import classes from './triage-card.module.css';
import { TriageChanges, TriageSimilar } from './triage-past.tsx';
import { kindWords, modelWords, placeWords } from './triage-words.ts';
import { useTriage, useTriageAgain } from './use-triage.ts';

type Findings = NonNullable<Triage['result']>;

/** What an incident is about, with quotes of its alerts that say so. */
export function TriageCard({ incident }: { readonly incident: Incident }) {
  const { data, isPending } = useTriage(incident.id);
  if (isPending) {
    return (
      <Loading>
        <Skeleton height={120} />
      </Loading>
    );
  }
  if (!data || data.status === 'none') return null;
  return (
    <section aria-labelledby="triage" className={classes.card}>
      <Head triage={data} incident={incident} />
      <State triage={data} />
      {data.result ? <Found found={data.result} model={data.model} incident={incident} /> : null}
    </section>
  );
}

function Head({ triage, incident }: { readonly triage: Triage; readonly incident: Incident }) {
  const { ask, isAsking } = useTriageAgain(incident.id);
  const mayAsk = atLeast(useSession().role, 'responder') && incident.merged_into === null;
  return (
    <div className={classes.head}>
      <h2 id="triage">Triage</h2>
      {(triage.result ? kindWords(triage.result) : []).map((word) => (
        <span key={word} className={classes.kind}>
          {word}
        </span>
      ))}
      {mayAsk ? (
        <Button
          className={classes.again}
          variant="default"
          size="xs"
          loading={isAsking}
          onClick={() => void ask()}
        >
          Triage again
        </Button>
      ) : null}
    </div>
  );
}

function State({ triage }: { readonly triage: Triage }) {
  return (
    <p className={classes.state} role="status">
      {stateWords(triage)}
    </p>
  );
}

function stateWords({ status, waiting, reason, error }: Triage): string {
  if (status === 'triaging') return 'Its alerts are being looked at.';
  if (status === 'failed') return `Triage failed. ${error ?? ''}`;
  if (waiting) return 'It is about to be triaged again; until then:';
  if (status === 'inconclusive') return 'Nothing in its alerts shows a likely cause.';
  return reason === 'requested' ? 'Triaged on request.' : '';
}

interface FoundProps {
  readonly found: Findings;
  readonly model: Triage['model'];
  readonly incident: Incident;
}

function Found({ found, model, incident }: FoundProps) {
  const { severity, causes, changes, similar, explained } = found;
  const spoken = modelWords(model);
  return (
    <>
      <p dir="auto" className={classes.summary}>
        {found.summary}
      </p>
      {spoken === '' ? null : (
        <p dir="auto" className={classes.note}>
          {spoken}
        </p>
      )}
      {causes.length > 0 ? <Causes causes={causes} named={model.state === 'refined'} /> : null}
      {severity.suggested === incident.severity ? null : (
        <p className={classes.severity}>
          <span>Looks</span> <SeverityMark level={severity.suggested} />{' '}
          <span className={classes.note}>{severity.reason}</span>
        </p>
      )}
      <TriageChanges changes={changes} />
      <TriageSimilar similar={similar} />
      {explained.length > 0 ? <Why explained={explained} rules={model.rules} /> : null}
    </>
  );
}

interface CausesProps {
  readonly causes: Findings['causes'];
  /** Whether they say who names them. */
  readonly named: boolean;
}

function Causes({ causes, named }: CausesProps) {
  return (
    <div>
      <h3 className={classes.part}>Likely {causes.length === 1 ? 'cause' : 'causes'}</h3>
      <ul className={classes.list}>
        {causes.map(({ text, citations, by }) => (
          <li key={text}>
            <p dir="auto">
              {text}
              {named ? (
                <span className={classes.by}>{by === 'model' ? 'model' : 'rules'}</span>
              ) : null}
            </p>
            {citations.map(({ alert_id, path, quote }) => (
              <blockquote key={`${alert_id} ${path} ${quote}`} className={classes.quote}>
                <q dir="auto">{quote}</q>{' '}
                <Link to={`/alerts/${alert_id}`} className={classes.source}>
                  {placeWords(path)}
                </Link>
              </blockquote>
            ))}
          </li>
        ))}
      </ul>
    </div>
  );
}

interface WhyProps {
  readonly explained: Findings['explained'];
  readonly rules: Triage['model']['rules'];
}

function Why({ explained, rules }: WhyProps) {
  return (
    <details className={classes.why}>
      <summary>How this was decided</summary>
      {rules ? (
        <p dir="auto" className={classes.before}>
          The rules alone said: {kindWords(rules).join(', ')}. {rules.summary}
        </p>
      ) : null}
      <ul className={classes.list}>
        {explained.map(({ rule, weight, because }) => (
          <li key={`${rule} ${because}`}>
            <code>{rule}</code> <span className={classes.weight}>{weight.toFixed(1)}</span>{' '}
            <span dir="auto">{because}</span>
          </li>
        ))}
      </ul>
    </details>
  );
}
