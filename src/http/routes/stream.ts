import { StreamQuery } from '../../incidents/live-schemas.ts';
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

/** The stream answers by itself: its response has no end. */
export const streamRoutes: readonly ApiRoute[] = [
  {
    ...declared,
    schema: {
      ...declared.schema,
      response: {
        ...(declared.schema.response as object),
        200: {
          description: 'The stream',
          content: { 'text/event-stream': { schema: { type: 'string' } } },
        },
      },
    },
    answer: streamEvents,
  },
];
