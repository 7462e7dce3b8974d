import classes from './mapping.module.css';
import type { MappingPreviewQuery } from './use-mapping-preview.ts';

type Previewed = NonNullable<MappingPreviewQuery['data']>['alerts'][number];

/** What the sample becomes: the alerts with what is odd about them. */
export function MappingOutcome({ preview }: { readonly preview: MappingPreviewQuery }) {
  const { data, failure, sampleFault, isBusy } = preview;
  return (
    <section className={classes.outcome} aria-label="What the sample becomes" aria-busy={isBusy}>
      <h3>It becomes</h3>
      <p role="status" className={failure ? classes.fault : classes.note}>
        {sentence(preview)}
      </p>
      {data && !failure && !sampleFault ? (
        <ul className={classes.alerts}>
          {data.alerts.map((alert, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: two alerts may have the same identity
            <Becomes key={at} alert={alert} />
          ))}
        </ul>
      ) : null}
    </section>
  );
}

function sentence({ data, failure, sampleFault }: MappingPreviewQuery): string {
  if (sampleFault) return 'It is tried as soon as the sample can be read.';
  if (failure) return failure.message;
  if (!data) return 'It is tried as soon as there is a title.';
  if (data.no_alerts_because !== null) return `No alert: ${data.no_alerts_because}`;
  const count = data.alert_count;
  const shown = count > data.alerts.length ? `, the first ${data.alerts.length} of them here` : '';
  return count === 1 ? 'One alert.' : `${count} alerts${shown}.`;
}

function Becomes({ alert }: { readonly alert: Previewed }) {
  const { title, status, severity, severity_word, dedup_key, service, labels, warnings } = alert;
  const facts = [
    status === 'firing' ? 'Fires' : 'Resolves',
    severity ?? (severity_word ? `severity “${severity_word}”, not known` : 'severity medium'),
    ...(service ? [`service ${service}`] : []),
    `identity ${dedup_key}`,
    ...Object.entries(labels).map(([name, value]) => `${name}=${value}`),
  ];
  return (
    <li className={classes.alert} data-status={status}>
      <strong>{title}</strong>
      <span className={classes.note}>{facts.join(' · ')}</span>
      {warnings.map((warning) => (
        <span key={warning} className={classes.empty}>
          {warning}
        </span>
      ))}
    </li>
  );
}
