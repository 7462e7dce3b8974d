import { CodeSnippet } from '../frame/code-snippet.tsx';

/** What stands where the URL of a hook belongs that is not shown here. */
const URL_PLACE = `${globalThis.location?.origin ?? ''}/hooks/statushub/v2/KEY_OF_THE_SERVICE`;

interface HookExampleProps {
  /** The hook's own URL; null: it is not known here. */
  readonly url?: string | null;
  readonly kind?: 'incident' | 'maintenance';
}

/** The line that posts to the hook of a service. */
export function HookExample({ url = null, kind = 'incident' }: HookExampleProps) {
  const label =
    kind === 'incident' ? 'An incident’s update from a shell' : 'A maintenance from a shell';
  const where = url === null ? '; the URL stands under Hooks' : '';
  return <CodeSnippet label={label + where} code={hookCurl(url ?? URL_PLACE, kind)} wrap />;
}

/** A post that the hook takes now. */
function hookCurl(url: string, kind: 'incident' | 'maintenance'): string {
  const body = kind === 'incident' ? incidentBody() : maintenanceBody();
  const text = JSON.stringify(body, null, 2).replaceAll("'", String.raw`'\''`);
  return `curl -sS '${url}' -H 'Content-Type: application/json' \\\n  --data-binary '${text}'`;
}

const HOUR = 3_600_000;
/** As the hook wants it: UTC, without parts of seconds. */
const stamp = (instant: number) => new Date(instant).toISOString().replace(/\.\d+Z$/, 'Z');

function incidentBody() {
  return {
    id: 'checkout-2041',
    title: 'Checkout is slow',
    description: 'Payments take longer than usual. We are looking into it.',
    start_time: stamp(Date.now()),
    state: 'investigating',
    status: 'degraded',
  };
}

function maintenanceBody() {
  const start = Math.ceil(Date.now() / HOUR + 24) * HOUR;
  return {
    type: 'maintenance',
    id: 'database-upgrade',
    title: 'Database upgrade',
    description: 'Orders are not taken for some minutes.',
    start_time: stamp(start),
    end_time: stamp(start + HOUR),
    status: 'down',
  };
}
