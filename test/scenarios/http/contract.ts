import { Ajv2020 } from 'ajv/dist/2020.js';
import formatsPlugin from 'ajv-formats';
import type { Answer, HttpRig } from '../../http-rig.ts';

interface Operation {
  readonly responses: Record<string, { content?: Record<string, { schema: object }> }>;
}

/** The rig with every answer held against the OpenAPI document; throws where they differ. */
export function followContract(rig: HttpRig): HttpRig {
  const document = rig.app.swagger() as unknown as {
    paths: Record<string, Record<string, Operation>>;
    components: { schemas: Record<string, object> };
  };
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  formatsPlugin.default(ajv);
  ajv.addSchema(document, 'document');

  const check = (method: string, url: string, answer: Answer) => {
    const path = `/api/v1${url.split('?')[0]}`;
    const pattern = patternOf(document.paths, path);
    const response = document.paths[pattern]?.[method.toLowerCase()]?.responses[answer.status];
    if (!response) throw new Error(`${method} ${path} → ${answer.status} is not documented.`);
    const [type] = Object.keys(response.content ?? {});
    if (type === undefined || answer.status === 204) return;
    const steps = ['paths', pattern, method.toLowerCase(), 'responses', answer.status];
    const pointer = [...steps, 'content', type, 'schema'].map(escaped).join('/');
    if (!ajv.validate({ $ref: `document#/${pointer}` }, answer.body)) {
      throw new Error(`${method} ${path}: ${ajv.errorsText()}`);
    }
  };
  return {
    ...rig,
    call: async (token, method, url, body) => {
      const answer = await rig.call(token, method, url, body);
      check(method, url, answer);
      return answer;
    },
  };
}

function patternOf(paths: Record<string, unknown>, path: string): string {
  if (paths[path]) return path;
  const matches = (one: string) =>
    new RegExp(`^${one.replaceAll(/\{\w+\}/g, '[^/]+')}$`).test(path);
  return Object.keys(paths).find(matches) ?? path;
}

function escaped(step: string | number): string {
  return encodeURIComponent(String(step).replaceAll('~', '~0').replaceAll('/', '~1'));
}
