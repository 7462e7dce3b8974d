import { CodeSnippet } from '../frame/code-snippet.tsx';

/** The line that makes a status page without this one, for those who keep their setup in scripts. */
export function CreateHubByShell() {
  const code = [
    `curl -sS '${location.origin}/api/v1/hubs' \\`,
    `  -H "Authorization: Bearer $TOCSIN_API_KEY" -H 'Content-Type: application/json' \\`,
    `  -d '${JSON.stringify({ slug: 'acme', name: 'Acme' })}'`,
  ].join('\n');
  return <CodeSnippet label="The same from a shell, with an admin’s API key" code={code} wrap />;
}
