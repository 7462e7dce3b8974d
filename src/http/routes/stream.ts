import { LiveEventsSchema, StreamQuery } from '../../incidents/live-schemas.ts';
import { streamEvents } from '../live-stream.ts';
import { type ApiRoute, route } from '../route.ts';

const DESCRIPTION = `Server-sent events. Each stream begins with \`ready\`; then come \`incident\`
(the row as lists show it, with its version), \`alert\` (which alert of which incident changed),
\`integration\` (requests have come), \`heartbeat\` every 15 s, \`reset\` (something may have been
missed: read the lists again) and \`end\`. The \`id\` of an event, sent back as \`Last-Event-ID\` or
\`cursor\`, resumes on any replica for an hour with nothing missed or doubled.`;

const declared = route({
  method: 'GET',
  url: '/events/stream',
  tag: 'Live',
  summary: 'What changes in the tenant, as it changes',
  description: DESCRIPTION,
  query: StreamQuery,
  handle: async () => {},
});

const { 204: _, ...refusals } = declared.schema.response as Record<number, object>;

/** The stream answers by itself: its response has no end. */
export const streamRoutes: readonly ApiRoute[] = [
  {
    ...declared,
    schema: {
      ...declared.schema,
      response: {
        ...refusals,
        200: {
          description: 'The stream; the schema has the data of each event by its name',
          content: { 'text/event-stream': { schema: LiveEventsSchema } },
        },
      },
    },
    answer: streamEvents,
  },
];
