/**
 * First words of the dashboard's addresses. The server serves the page for these and no others; the
 * same list is in src/http/dashboard.ts, and a test compares them.
 */
export const PAGES = [
  'incidents',
  'alerts',
  'integrations',
  'webhooks',
  'services',
  'rules',
  'analytics',
  'status-pages',
  'remediation',
  'recipes',
  'settings',
  'sign-in',
  'setup',
  'invitation',
  'reset-password',
] as const;

export type Page = (typeof PAGES)[number];
