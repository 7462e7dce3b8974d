import { CodeSnippet } from '../frame/code-snippet.tsx';

/** The line that makes a webhook without this page, for those who keep their setup in scripts. */
export function CreateByShell() {
  const body = { name: 'Pager', url: 'https://example.com/hook', event_types: '*' };
  const code = [
    `curl -sS '${location.origin}/api/v1/outbound-webhooks' \\`,
    `  -H "Authorization: Bearer $TOCSIN_API_KEY" -H 'Content-Type: application/json' \\`,
    `  -d '${JSON.stringify(body)}'`,
  ].join('\n');
  return <CodeSnippet label="The same from a shell, with an admin’s API key" code={code} wrap />;
}
