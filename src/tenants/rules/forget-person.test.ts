import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  FORMER_ADDRESS,
  FORMER_NAME,
  type ForgottenPerson,
  forgetInJson,
  forgetInText,
} from './forget-person.ts';

const ann: ForgottenPerson = {
  id: 'usr_ann',
  personId: 4711,
  name: 'Ann Lee',
  email: 'ann@shop.example',
};
const bob = { id: 'usr_bob', person_id: 12, name: 'Ann Lee', email: 'bob@shop.example' };

test('a person keeps the id and loses name and address, whatever they were called', () => {
  const actor = { type: 'person', id: 'usr_ann', person_id: 4711, name: 'Annie', email: ann.email };
  expect(forgetInJson({ actor, people: [actor, bob] }, ann)).toEqual({
    actor: { type: 'person', id: 'usr_ann', person_id: 4711, name: FORMER_NAME, email: null },
    people: [{ ...actor, name: FORMER_NAME, email: null }, bob],
  });
  const pushed = { person_id: 4711, person_name: 'Ann Lee', email: ann.email };
  expect(forgetInJson(pushed, ann)).toEqual({
    person_id: 4711,
    person_name: FORMER_NAME,
    email: '',
  });
});

test('what a row about them calls name is theirs; elsewhere it is a thing’s', () => {
  const entry = { name: 'Annie', email: ann.email, role: 'viewer' };
  expect(forgetInJson(entry, ann, { about: true })).toEqual({
    name: FORMER_NAME,
    email: null,
    role: 'viewer',
  });
  expect(forgetInJson({ name: 'Checkout' }, ann)).toEqual({ name: 'Checkout' });
  const service = { id: 'svc_1', name: 'Checkout' };
  expect(forgetInJson({ service }, ann, { about: true })).toEqual({ service });
  expect(forgetInText('Annie', ann, { about: true })).toBe(FORMER_NAME);
});

test('the address goes from every text, in any case and only as a whole', () => {
  const said = 'Ask ANN@shop.example. Not joann@shop.example, nor ann@shop.example.org!';
  expect(forgetInJson([said], ann)).toEqual([
    `Ask ${FORMER_ADDRESS}. Not joann@shop.example, nor ann@shop.example.org!`,
  ]);
});

test('the name goes from texts that the hub made, as a whole word, and not from those of people', () => {
  const body =
    '{"text":"Ann Lee acknowledged, Ann Leeson did not","by":{"id":"usr_bob","name":"Ann Lee"}}';
  expect(JSON.parse(forgetInText(body, ann, { words: true }))).toEqual({
    text: `${FORMER_NAME} acknowledged, Ann Leeson did not`,
    by: { id: 'usr_bob', name: 'Ann Lee' },
  });
  expect(forgetInText('Ann Lee was here', ann, { words: true })).toBe(`${FORMER_NAME} was here`);
  expect(forgetInJson({ comment: 'Thanks, Ann Lee' }, ann)).toEqual({ comment: 'Thanks, Ann Lee' });
});

test('a body that says nothing of them keeps its bytes', () => {
  const body = '{ "a": 1,\n "b": [true, null, 1.50] }';
  expect(forgetInText(body, ann, { words: true })).toBe(body);
});

test('names and addresses of any signs are found, and nothing of them is left', () => {
  const signs = fc.string({ minLength: 1, maxLength: 12, unit: 'grapheme' });
  const local = fc.stringMatching(/^[a-z+.*?$^(){}|-]{1,10}$/);
  fc.assert(
    fc.property(signs, local, fc.jsonValue(), (name, start, rest) => {
      const person = { ...ann, name, email: `${start}@shop.example` };
      const said = { rest, by: { id: 'usr_ann', name, email: person.email }, at: person.email };
      const left = forgetInJson(said, person) as typeof said;
      expect(left.by).toEqual({ id: 'usr_ann', name: FORMER_NAME, email: null });
      expect(left.at).toBe(FORMER_ADDRESS);
      expect(forgetInJson(left, person)).toEqual(left);
    }),
  );
});
