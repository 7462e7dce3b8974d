import { api } from '../api/client.ts';
import { unwrap } from '../api/failure.ts';
import type { paths } from '../api/schema.ts';
import type { Incident } from '../api/shapes.ts';

/** The body of a POST, from the document's types. */
type Body<Path extends keyof paths> = paths[Path] extends {
  post: { requestBody: { content: { 'application/json': infer Sent } } };
}
  ? Sent
  : paths[Path] extends { post: { requestBody?: { content: { 'application/json': infer Sent } } } }
    ? Sent
    : never;

/** A command with what it says, as the API takes it. */
export type Command =
  | { readonly type: 'acknowledge' | 'unacknowledge' | 'wake' }
  | { readonly type: 'assign'; readonly body: Body<'/api/v1/incidents/{id}/assign'> }
  | { readonly type: 'add_responders'; readonly body: Body<'/api/v1/incidents/{id}/assign'> }
  | { readonly type: 'snooze'; readonly body: Body<'/api/v1/incidents/{id}/snooze'> }
  | { readonly type: 'resolve'; readonly body: Body<'/api/v1/incidents/{id}/resolve'> }
  | { readonly type: 'reopen'; readonly body: Body<'/api/v1/incidents/{id}/reopen'> }
  | { readonly type: 'comment'; readonly body: Body<'/api/v1/incidents/{id}/comment'> }
  | { readonly type: 'merge'; readonly body: Body<'/api/v1/incidents/{id}/merge'> }
  | { readonly type: 'edit'; readonly body: EditBody };

export type CommandType = Command['type'];

type EditBody = NonNullable<
  paths['/api/v1/incidents/{id}']['patch']['requestBody']
>['content']['application/json'];

/** What became of one incident of a bulk command. */
export interface BulkOutcome {
  readonly id: string;
  readonly ok: boolean;
  readonly error?: { readonly code: string; readonly detail: string };
}

/** Sends a command to one incident; throws a Failure when it is refused. */
export async function sendCommand(id: string, command: Command, key: string): Promise<Incident> {
  const to = { params: { path: { id } }, headers: { 'idempotency-key': key } };
  switch (command.type) {
    case 'acknowledge':
      return unwrap(await api.POST('/api/v1/incidents/{id}/acknowledge', { ...to, body: {} }));
    case 'unacknowledge':
      return unwrap(await api.POST('/api/v1/incidents/{id}/unacknowledge', { ...to, body: {} }));
    case 'wake':
      return unwrap(await api.POST('/api/v1/incidents/{id}/wake', { ...to, body: {} }));
    case 'assign':
      return unwrap(await api.POST('/api/v1/incidents/{id}/assign', { ...to, body: command.body }));
    case 'add_responders':
      return unwrap(
        await api.POST('/api/v1/incidents/{id}/add-responders', { ...to, body: command.body }),
      );
    case 'snooze':
      return unwrap(await api.POST('/api/v1/incidents/{id}/snooze', { ...to, body: command.body }));
    case 'resolve':
      return unwrap(
        await api.POST('/api/v1/incidents/{id}/resolve', { ...to, body: command.body }),
      );
    case 'reopen':
      return unwrap(await api.POST('/api/v1/incidents/{id}/reopen', { ...to, body: command.body }));
    case 'comment':
      return unwrap(
        await api.POST('/api/v1/incidents/{id}/comment', { ...to, body: command.body }),
      );
    case 'merge':
      return unwrap(await api.POST('/api/v1/incidents/{id}/merge', { ...to, body: command.body }));
    case 'edit':
      return unwrap(await api.PATCH('/api/v1/incidents/{id}', { ...to, body: command.body }));
  }
}

/** Commands that many incidents can take at once. */
export type BulkCommand = Exclude<Command, { readonly type: 'merge' | 'edit' }>;

/** Sends a command to up to 100 incidents; each is done or refused on its own. */
export async function sendBulk(
  incidents: string[],
  command: BulkCommand,
  key: string,
): Promise<readonly BulkOutcome[]> {
  const headers = { 'idempotency-key': key };
  const reply = await post(incidents, command, headers);
  return unwrap(reply).data as readonly BulkOutcome[];
}

type Headers = Readonly<Record<string, string>>;

function post(incidents: string[], command: BulkCommand, headers: Headers) {
  switch (command.type) {
    case 'acknowledge':
      return api.POST('/api/v1/incidents/bulk/acknowledge', { headers, body: { incidents } });
    case 'unacknowledge':
      return api.POST('/api/v1/incidents/bulk/unacknowledge', { headers, body: { incidents } });
    case 'wake':
      return api.POST('/api/v1/incidents/bulk/wake', { headers, body: { incidents } });
    case 'assign':
      return api.POST('/api/v1/incidents/bulk/assign', {
        headers,
        body: { incidents, ...command.body },
      });
    case 'add_responders':
      return api.POST('/api/v1/incidents/bulk/add-responders', {
        headers,
        body: { incidents, ...command.body },
      });
    case 'snooze':
      return api.POST('/api/v1/incidents/bulk/snooze', {
        headers,
        body: { incidents, ...command.body },
      });
    case 'resolve':
      return api.POST('/api/v1/incidents/bulk/resolve', {
        headers,
        body: { incidents, ...command.body },
      });
    case 'reopen':
      return api.POST('/api/v1/incidents/bulk/reopen', {
        headers,
        body: { incidents, ...command.body },
      });
    case 'comment':
      return api.POST('/api/v1/incidents/bulk/comment', {
        headers,
        body: { incidents, ...command.body },
      });
  }
}
