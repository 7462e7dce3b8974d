import { compileSchema } from '../ingress/schema-validation.ts';
import { parseStrictJson } from '../ingress/strict-json.ts';
import { Problem } from '../kernel/errors.ts';
import { jsonIn, ModelAnswer } from './rules/model-answer.ts';

const faultsOf = compileSchema(ModelAnswer);

/** The answer in what a model said; null: it is not of the form that was asked for. */
export function readModelAnswer(text: string): ModelAnswer | null {
  const json = jsonIn(text);
  const value = json === null ? null : parsed(json);
  return value !== null && faultsOf(value) === null ? (value as ModelAnswer) : null;
}

function parsed(json: string): unknown {
  try {
    return parseStrictJson(Buffer.from(json));
  } catch (error) {
    if (error instanceof Problem) return null;
    throw error;
  }
}
