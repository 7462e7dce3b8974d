import { useQuery } from '@tanstack/react-query';
import { CodeSnippet } from '../frame/code-snippet.tsx';
import { formatsQuery, healthQuery, type Integration } from './integration-data.ts';
import classes from './integrations.module.css';
import { snippetsFor } from './snippets.ts';

/** While nothing ever came in: the line that sends a first alert to what is there already. */
export function NothingYet({ integrations }: { readonly integrations: readonly Integration[] }) {
  const { data: health } = useQuery(healthQuery);
  const { data: formats } = useQuery(formatsQuery);
  if (!health || [...health.values()].some((one) => one.last_received_at !== null)) return null;
  const open = integrations.find((one) => one.format === 'regen' && one.url !== null);
  const known = open ?? integrations.find((one) => one.url !== null);
  const format = formats?.find(({ name }) => name === known?.format);
  if (!known?.url || !format) return null;
  const { url, has_secret: signed } = known;
  const [curl] = snippetsFor({ format, url, secret: null, signed, apiKey: null });
  return (
    <section className={classes.first} aria-label="A first alert">
      <p>
        Nothing has come in yet. An integration is an address, as a rule with a secret of its own:
        add one for each tool that sends, or try “{known.name}” from a shell.
      </p>
      {curl ? <CodeSnippet label={curl.label} code={curl.code} wrap /> : null}
    </section>
  );
}
