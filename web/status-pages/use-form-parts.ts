import { useQuery } from '@tanstack/react-query';
import { templatesQuery } from './report-data.ts';
import { componentsQuery } from './status-data.ts';

/**
 * Whether the choices of a form are known: services and templates. A form that is shown before them
 * grows under the hands of who begins to type.
 */
export function useFormParts(hubId: string): boolean {
  const components = useQuery(componentsQuery(hubId));
  const templates = useQuery(templatesQuery);
  return !components.isPending && !templates.isPending;
}
