import {
  MappingPreview,
  PreviewMappingBody,
  previewMapping,
} from '../../intake/preview-mapping.ts';
import { route } from '../route.ts';

export const mappingRoutes = [
  route({
    method: 'POST',
    url: '/mappings/preview',
    tag: 'Integrations',
    summary: 'What a mapping would make of a body',
    description: 'Nothing is stored. Says of every empty field why it is empty.',
    body: PreviewMappingBody,
    response: MappingPreview,
    handle: (context, { body }) => previewMapping(context, body),
  }),
];
