import type { Format } from './integration-data.ts';
import classes from './integrations.module.css';

interface Schema {
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
}

/** What each field of an alert means, from the schema that checks it. */
export function FieldList({ format }: { readonly format: Format }) {
  const alert = alertIn(format.schema as Schema);
  const fields = Object.entries(alert?.properties ?? {});
  if (fields.length === 0) return null;
  return (
    <details className={classes.fields}>
      <summary className={classes.summary}>Which field means what</summary>
      <dl className={classes.facts}>
        {fields.map(([name, { description = '' }]) => (
          <div key={name} className={classes.fact}>
            <dt>
              <code>{name}</code>
              {alert?.required?.includes(name) ? ' (needed)' : ''}
            </dt>
            <dd>{description}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}

/** The schema of one alert: of the items of `alerts`, or of the body itself, the usual one. */
function alertIn(schema: Schema): Schema | undefined {
  const [body = schema] = schema.anyOf ?? [];
  return body.properties?.alerts?.items ?? body;
}
