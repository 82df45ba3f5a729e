// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { inEnglish } from '../../contract/fixtures/in-english.ts';
import { remarkOn as givenRemarkOn } from './foreign-remarks.ts';
import { foreignStatements } from './foreign-statements.ts';

const remarkOn = (...args: Parameters<typeof givenRemarkOn>) => inEnglish(givenRemarkOn(...args));

function remark(text: string, lost?: readonly string[]) {
  const [statement] = foreignStatements(text);
  if (statement === undefined) throw new Error('no statement');
  return remarkOn(statement, () => lost);
}

it('a declaration of one of our names is grave', () => {
  expect(remark('(type bulkhead_t)')).toMatchObject({
    isGrave: true,
    problem: expect.stringContaining('bulkhead_t is a name of') as string,
  });
});

it('a rule that deny rules take away has no effect, and the remark says what would open it', () => {
  expect(remark('(allow bulkhead_t etc_t (file (read open)))', ['read', 'open'])).toEqual({
    isGrave: false,
    problem: 'it has no effect: a deny rule of bulkhead-deny takes it away from containers',
    advice: expect.stringContaining('(typeattributeset bulkhead_reachable (etc_t))') as string,
  });
});

it('names what is taken away when something remains', () => {
  expect(remark('(allow bulkhead_t etc_t (file (read open)))', ['read']).problem).toBe(
    'deny rules of bulkhead-deny take read away from containers; the rest holds',
  );
});

it.each([
  ['(allow bulkhead_t etc_t (file (read)))', 'bulkhead_t'],
  ['(allow backup_t bulkhead_file_t (file (read)))', 'bulkhead_file_t'],
])('%s holds for every container that has %s', (text, subject) => {
  expect(remark(text, []).problem).toBe(`it holds for every container that has ${subject}`);
  expect(remark(text).problem).toBe(`it holds for every container that has ${subject}`);
});

it('any other statement changes what our names mean', () => {
  expect(remark('(typeattributeset bulkhead_reachable (etc_t))')).toMatchObject({
    isGrave: false,
    problem: expect.stringContaining('changes what') as string,
  });
});

it("a rule for one of Bulkhead's own services is named as that", () => {
  expect(remark('(allow bulkhead_listener_t etc_t (file (read)))', ['read']).problem).toBe(
    "it gives Bulkhead's listener what it does not come with",
  );
});
