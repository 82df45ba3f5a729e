// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { decide, rulesFor } from './decide.ts';
import { accessOf, smallPolicy } from './fixtures/small-policy.ts';
import { readPolicy } from './read-policy.ts';
import { ruleText } from './rule-text.ts';

const denialsOf = (access: string): unknown => {
  const { isAllowed, withoutRule, denials } = decide(smallPolicy, accessOf(access));
  return { isAllowed, withoutRule, denied: denials.map(({ permissions }) => permissions) };
};

it('allows what rules grant and no constraint denies', () => {
  expect(denialsOf('web_t:s0:c1 content_t:s0:c1:file read open')).toEqual({
    isAllowed: true,
    withoutRule: [],
    denied: [],
  });
  expect(denialsOf('web_t:s0:c1 content_t:s0:c2:file read getattr')).toEqual({
    isAllowed: false,
    withoutRule: [],
    denied: [['read']],
  });
  expect(denialsOf('web_t:s0:c1 content_t:s0:c2:file getattr')).toMatchObject({ isAllowed: true });
  expect(denialsOf('web_t:s0:c1 content_t:s0:c1:file read entrypoint')).toEqual({
    isAllowed: false,
    withoutRule: ['entrypoint'],
    denied: [],
  });
  expect(denialsOf('web_t:s0 nothing_t:s0:nowhere read')).toEqual({
    isAllowed: false,
    withoutRule: ['read'],
    denied: [],
  });
});

it('denies nothing by a constraint that it cannot evaluate', () => {
  expect(denialsOf('web_t:SystemLow content_t:s0:c2:file read')).toMatchObject({ isAllowed: true, denied: [] });
});

it('takes `self` for the source’s own type, and an attribute for its types', () => {
  const names = (access: string): readonly string[] => rulesFor(smallPolicy, accessOf(access), 'allow').map(ruleText);
  expect(names('web_t:s0 web_t:s0:process signal')).toEqual(['allow web_t self:process { signal };']);
  expect(names('web_t:s0 init_t:s0:process signal')).toEqual([]);
  expect(names('init_t:s0 web_t:s0:process signal transition')).toEqual(['allow init_t web_t:process { transition };']);
  expect(names('web_t:s0 http_port_t:s0:tcp_socket name_connect')).toHaveLength(1);
  expect(names('web_t:s0 content_t:s0:file entrypoint')).toEqual([]);
  expect(rulesFor(smallPolicy, accessOf('web_t:s0 etc_t:s0:file getattr'), 'dontaudit')).toHaveLength(1);
  expect(rulesFor(smallPolicy, accessOf('web_t:s0 etc_t:s0:file getattr'), 'auditallow')).toEqual([]);
});

it('asks conditional rules with the booleans that it is given', () => {
  const access = accessOf('web_t:s0 db_port_t:s0:tcp_socket name_connect');
  expect(decide(smallPolicy, access)).toMatchObject({ isAllowed: false, granting: [] });
  expect(
    decide(
      smallPolicy,
      access,
      new Map([
        ['web_connect_db', true],
        ['web_off', true],
      ]),
    ),
  ).toMatchObject({
    isAllowed: true,
    granting: [{ target: 'db_port_t' }],
  });
});

it('allows permissions that the policy does not know where the policy says so', () => {
  const rules = '(class file (read))(type a_t)(type b_t)';
  const access = accessOf('a_t:s0 b_t:s0:file read newer');
  const answer = (first: string, asked = access): readonly string[] =>
    decide(readPolicy(`(handleunknown ${first})${rules}`), asked).withoutRule;
  expect([answer('allow'), answer('deny')]).toEqual([['read'], ['read', 'newer']]);
  expect(answer('allow', { ...access, class: 'newer_class' })).toEqual([]);
});
