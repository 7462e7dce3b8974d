import { type Static, Type } from 'typebox';
import { TIMESTAMP_PATTERN } from './rules/timestamp.ts';

// The schemas of seed 001, property by property; they validate and are served as they are. The
// texts are the seed's own.

const open = { additionalProperties: true } as const;
const Status = Type.Enum(['down', 'degraded', 'up'], {
  type: 'string',
  description: 'Status of service.',
});
const Timestamp = (description: string) => Type.String({ description, pattern: TIMESTAMP_PATTERN });
const StartTime = Timestamp(
  'ISO8601 formatted UTC timestamp of when the even has occurred. Important if successful delivering of webhook is delayed for any reason.',
);

/** What the incident hook takes. */
export const HookIncident = Type.Object(
  {
    type: Type.Optional(
      Type.Enum(['incident'], { type: 'string', description: 'Indicate it is an incident.' }),
    ),
    id: Type.Optional(
      Type.String({
        description:
          'Identified that is unique for each incident and same for every update of that incident.',
      }),
    ),
    title: Type.String({
      description:
        'Incident title. Can be different in each update but current incident title visible on Hub Page and in notifications will be taken from last published update.',
    }),
    description: Type.String({ description: 'Body of incident update.' }),
    start_time: StartTime,
    state: Type.Enum(['investigating', 'identified', 'monitoring', 'resolved'], {
      type: 'string',
      description:
        "Incident state. 'resolved' has special meaning and rules: It can't be the first update and has to be a last one since it will resolve(close) the incident. It will also set service statuses to 'up' for that incident.",
    }),
    status: Status,
    silent: Type.Optional(
      Type.Boolean({
        description:
          'If set to true, creates incident update that does not sent notifications to subscribers.',
      }),
    ),
    draft: Type.Optional(
      Type.Boolean({
        description:
          'If set to true, creates incident update as a draft. IMPORTANT: first non-draft update will automatically also publish all previous updates that were a drafts. But those previous updates will not result in separate notifications.',
      }),
    ),
  },
  open,
);
export type HookIncident = Static<typeof HookIncident>;

/** What the maintenance hook takes. */
export const HookMaintenance = Type.Object(
  {
    type: Type.Enum(['maintenance'], {
      type: 'string',
      description: 'Indicate it is a maintenance.',
    }),
    id: Type.Optional(
      Type.String({ description: 'Identified that is unique for each maintenance.' }),
    ),
    title: Type.String({ description: 'Maintenance title.' }),
    description: Type.String({ description: 'Body of maintenance.' }),
    start_time: StartTime,
    end_time: Timestamp(
      'ISO8601 formatted UTC timestamp of when the even maintenance is scheduled to end.',
    ),
    status: Status,
    silent: Type.Optional(
      Type.Boolean({
        description:
          'If set to true, creates maintenance that does not sent notifications to subscribers.',
      }),
    ),
    draft: Type.Optional(
      Type.Boolean({ description: 'If set to true, creates maintenance as a draft.' }),
    ),
  },
  open,
);
export type HookMaintenance = Static<typeof HookMaintenance>;

/** The answer to a post. */
export const HookAnswer = Type.Object({
  id: Type.String({
    description: 'To be sent with the next update: the sender’s own id, or one of ours',
  }),
  report_id: Type.String({ description: 'Ours: `rpt_…` of an incident, `mnt_…` of a maintenance' }),
  update_id: Type.String({ description: 'Of a maintenance the same as report_id' }),
  type: Type.Enum(['incident', 'maintenance']),
  state: Type.String({
    description:
      'The incident’s state, or a maintenance’s: scheduled, in_progress, completed, draft',
  }),
  published: Type.Boolean(),
  duplicate: Type.Boolean({ description: 'This very post had been taken before' }),
  warnings: Type.Array(Type.String()),
});
export type HookAnswer = Static<typeof HookAnswer>;
