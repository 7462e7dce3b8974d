import { expect, test } from 'vitest';
import {
  ClaimBody,
  ClaimedStep,
  FenceBody,
  OutputBody,
  RegisterBody,
  ResultBody,
  StepHold,
} from './runner-schemas.ts';

test('no time of day passes between a runner and the hub: only durations do', () => {
  const said = [RegisterBody, ClaimBody, FenceBody, OutputBody, ResultBody, ClaimedStep, StepHold];
  const names = new Set(said.flatMap(({ properties }) => Object.keys(properties)));
  const times = [...names].filter((name) => /time|clock|date|_at$|_ms$/.test(name));
  expect(times.toSorted()).toEqual(['lease_ms', 'timeout_ms', 'wait_ms']);
});
