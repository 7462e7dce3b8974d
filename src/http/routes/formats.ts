import { FormatList, listFormats } from '../../intake/list-formats.ts';
import { route } from '../route.ts';

export const formatRoutes = [
  route({
    method: 'GET',
    url: '/formats',
    tag: 'Formats',
    summary: 'The formats alerts can be sent in',
    description: 'Each with its JSON Schema and a sample.',
    access: 'public',
    response: FormatList,
    handle: async (context) => listFormats(context),
  }),
];
