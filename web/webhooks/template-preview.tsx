import { CodeSnippet } from '../frame/code-snippet.tsx';
import { Icon } from '../frame/icons.tsx';
import { Loading, Skeleton } from '../frame/skeleton.tsx';
import { variablesOf } from './template-variables.ts';
import type { Preview } from './webhook-data.ts';
import classes from './webhooks.module.css';

interface TemplatePreviewProps {
  readonly preview: Preview | undefined;
  readonly fault: string | null;
  /** The template cannot be read now: what is shown is of before. */
  readonly stale: boolean;
  readonly onInsert: (path: string) => void;
}

/** What would be sent, which variables nobody knows, and which there are. */
export function TemplatePreview({ preview, fault, stale, onInsert }: TemplatePreviewProps) {
  if (fault !== null) {
    return (
      <p role="alert" className={classes.fault}>
        {fault}
      </p>
    );
  }
  if (!preview) {
    return (
      <Loading>
        <Skeleton height={160} />
      </Loading>
    );
  }
  const { subject, body, standard, unknown, empty } = preview;
  const about = subject ? `“${subject.title}”` : 'an invented incident, as there is none yet';
  return (
    <div className={classes.preview} data-stale={stale}>
      <Placeholders paths={unknown} bad>
        names nothing in any body; it is sent as it stands.
      </Placeholders>
      <Placeholders paths={empty} bad={false}>
        is not there in this incident; it is sent as it stands.
      </Placeholders>
      <CodeSnippet label={`Sent about ${about}`} code={JSON.stringify(body, null, 2)} wrap />
      <details className={classes.more}>
        <summary>Variables</summary>
        <ul className={classes.variables}>
          {variablesOf(standard).map(({ path, value }) => (
            <li key={path}>
              <button type="button" className={classes.variable} onClick={() => onInsert(path)}>
                <code>{path}</code>
                <span className={classes.value} dir="auto">
                  {value}
                </span>
              </button>
            </li>
          ))}
        </ul>
      </details>
    </div>
  );
}

interface PlaceholdersProps {
  readonly paths: readonly string[];
  readonly bad: boolean;
  readonly children: string;
}

function Placeholders({ paths, bad, children }: PlaceholdersProps) {
  if (paths.length === 0) return null;
  return (
    <div role="status">
      <ul className={classes.placeholders} data-bad={bad}>
        {paths.map((path) => (
          <li key={path}>
            <Icon name={bad ? 'warning' : 'info'} size={14} />
            <span>
              <code>{`{{${path}}}`}</code> {children}
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}
