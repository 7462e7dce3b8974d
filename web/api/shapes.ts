import type { components, paths } from './schema.ts';

/** The body of a successful answer, from the document's types. */
type Answer<
  Path extends keyof paths,
  Method extends keyof paths[Path],
> = paths[Path][Method] extends {
  responses: { 200: { content: { 'application/json': infer Body } } };
}
  ? Body
  : never;

export type Problem = components['schemas']['Problem'];

export type IncidentPage = Answer<'/api/v1/incidents', 'get'>;
export type IncidentRow = IncidentPage['data'][number];
export type Incident = Answer<'/api/v1/incidents/{id}', 'get'>;
export type Responder = IncidentRow['responders'][number];
export type Severity = IncidentRow['severity'];
export type Progress = IncidentRow['progress'];

export type Triage = Answer<'/api/v1/incidents/{id}/triage', 'get'>;
export type TimelinePage = Answer<'/api/v1/incidents/{id}/timeline', 'get'>;
export type TimelineEntry = TimelinePage['data'][number];

export type AlertPage = Answer<'/api/v1/alerts', 'get'>;
export type Alert = AlertPage['data'][number];
export type AlertEvent = Answer<'/api/v1/alerts/{id}/events', 'get'>['data'][number];

export type SavedView = Answer<'/api/v1/saved-views', 'get'>['data'][number];
export type SessionAnswer = Answer<'/api/v1/session', 'get'>;
export type CredentialAnswer = Answer<'/api/v1/credential', 'get'>;
export type Tenant = Answer<'/api/v1/tenant', 'get'>;

export type CustomField = Answer<'/api/v1/custom-fields', 'get'>['data'][number];
export type CustomAction = Answer<'/api/v1/incidents/{id}/actions', 'get'>['data'][number];
export type Member = Answer<'/api/v1/members', 'get'>['data'][number];
export type Service = Answer<'/api/v1/services', 'get'>['data'][number];
