import { api } from '../api/client.ts';
import { unwrap } from '../api/failure.ts';
import type { paths } from '../api/schema.ts';

type Answer<Operation> = Operation extends {
  responses: { 200: { content: { 'application/json': infer Body } } };
}
  ? Body
  : never;

export type Standing = Answer<paths['/api/v1/remediation/modes']['get']>;
export type SetMode = Standing['modes'][number];
export type Mode = SetMode['mode'];
export type LogEntry = Answer<paths['/api/v1/remediation/log']['get']>['data'][number];

/** The modes, the stricter ones first. */
export const MODES = ['audit', 'shadow', 'live'] as const satisfies readonly Mode[];

/** What each mode means, in a sentence. */
export const MODE_EFFECT: Readonly<Record<Mode, string>> = {
  audit: 'Proposals are written down, and nothing runs.',
  shadow: 'Proposals say exactly what would run; a person approves every run.',
  live: 'What looks only, or has a low risk, starts by itself; a person approves the rest.',
};

/** A mode as choices name it. */
export const MODE_OPTIONS = MODES.map(
  (mode) => [mode, `${mode.slice(0, 1).toUpperCase()}${mode.slice(1)}`] as const,
);

/** A mode that is to be set, with the subject's name for people. */
export interface ModeChange {
  readonly kind: SetMode['kind'];
  readonly subject: string;
  readonly name: string;
  readonly mode: Mode;
}

/** Sets how far remediation may go at a service (id or name) or on a host. */
export async function saveMode(kind: SetMode['kind'], subject: string, mode: Mode): Promise<void> {
  const body = { kind, subject, mode };
  unwrap(await api.PUT('/api/v1/remediation/modes', { body }));
}
