// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { readAccessDecision } from './access-decision.ts';
import { findAccessQuery, readContext, readPlainQuery } from './access-query.ts';

const source = { user: 'a', role: 'b', type: 'c', level: 's0' };
const target = { user: 'd', role: 'e', type: 'f', level: 's0:c1,c2' };
const pair = 'scontext=a:b:c:s0 tcontext=d:e:f:s0:c1,c2';

describe('a decision', () => {
  it.each([
    ['avc:  denied  { read write } for', 'denied', ['read', 'write'], 'avc:  denied  { read write }'],
    ['avc:  granted  { load_policy } for', 'granted', ['load_policy'], 'avc:  granted  { load_policy }'],
    ['avc: denied { read }', 'denied', ['read'], 'avc: denied { read }'],
    ['avc:  denied  { } for', 'denied', [], 'avc:  denied  { }'],
    ['avc:  denied  null for', 'denied', [], 'avc:  denied  null'],
  ] as const)('is read from %j', (text, decision, permissions, front) => {
    expect(readAccessDecision(text, 0)).toEqual({ decision, permissions, length: front.length });
    expect(readAccessDecision(`xx${text}`, 2)).toEqual({ decision, permissions, length: front.length });
  });

  it.each([
    'avc:  received',
    'avc:  denied  null',
    'avc:  denied  {',
    'x avc:  denied  { read }',
    'avc:  denied  { a{b }',
    '',
  ])('is none in %j', (text) => {
    expect(readAccessDecision(text, 0)).toBeUndefined();
  });
});

describe('a query', () => {
  it.each([
    [` ${pair} tclass=file permissive=1`, true],
    [` ${pair} tclass=file permissive=0`, false],
    [` ${pair} tclass=file`, null],
    [` permissive=1 ${pair} tclass=file`, true],
    [` ${pair} tclass=file x=1 permissive=1`, true],
  ])('is found in %j', (text, permissive) => {
    for (const isInterpreted of [false, true])
      if (!isInterpreted || !text.includes('x=1'))
        expect(findAccessQuery(text, 0, isInterpreted)?.query).toEqual({ source, target, class: 'file', permissive });
  });

  it('says where it stands', () => {
    const text = ` pid=1 ${pair} tclass=file permissive=0 trawcon="x"`;
    const at = text.indexOf(' scontext');
    expect(findAccessQuery(text, 0, false)).toMatchObject({ at, end: text.indexOf(' trawcon') });
    const apart = ` tclass=file pid=1 ${pair}`;
    expect(findAccessQuery(apart, 0, false)).toMatchObject({ at: undefined, end: apart.length });
    const together = ` pid=1 tclass=file ${pair} x=1`;
    expect(findAccessQuery(together, 3, true)).toMatchObject({
      at: together.indexOf(' tclass'),
      end: together.indexOf(' x='),
    });
  });

  it('has no context where the kernel wrote a number', () => {
    expect(findAccessQuery(' ssid=4 tsid=5 tclass=file', 0, false)?.query).toMatchObject({
      source: null,
      target: null,
      class: 'file',
    });
    expect(findAccessQuery(' tclass=file ssid=4 tcontext=d:e:f:s0:c1,c2', 0, false)?.query).toMatchObject({
      source: null,
      target,
    });
    expect(findAccessQuery(' tclass=file scontext=a:b:c:s0 tsid=5', 0, false)?.query).toMatchObject({
      source,
      target: null,
    });
  });

  it.each([
    ['no source', ' tcontext=d:e:f:s0 tclass=file'],
    ['no target', ' scontext=a:b:c:s0 tclass=file'],
    ['no class', ` ${pair}`],
    ['a class that is none', ` ${pair} tclass=`],
    ['a number that is none', ' ssid=x tcontext=d:e:f:s0 tclass=file'],
    ['nothing', ''],
  ])('is not found with %s', (_, text) => {
    expect(findAccessQuery(text, 0, false)).toBeUndefined();
    expect(findAccessQuery(text, 0, true)).toBeUndefined();
  });

  it('takes the last of each field, not what stands before the given place', () => {
    const text = ` scontext=x:y:z:s0 ${pair} tclass=file`;
    expect(findAccessQuery(text, 0, false)?.query).toMatchObject({ source, class: 'file' });
    expect(findAccessQuery(` ${pair} tclass=file`, 10, false)).toBeUndefined();
    expect(findAccessQuery(` ${pair} tclass=file permissive=2`, 0, false)?.query.permissive).toBeNull();
    expect(findAccessQuery(` permissive=1 ${pair} tclass=file`, 13, false)?.query.permissive).toBeNull();
  });

  it('takes in decoded text the last fields that stand together', () => {
    const forged = ` name=x scontext=x:y:z:s0 tcontext=x:y:z:s0 tclass=dir y tclass=file ${pair}`;
    expect(findAccessQuery(forged, 0, true)?.query).toMatchObject({ source, target, class: 'file' });
    expect(findAccessQuery(` tclass=file and ${pair}`, 0, true)).toBeUndefined();
  });

  it.each([
    [` ${pair} tclass=file permissive=1`, { source, target, class: 'file', permissive: true }],
    [` ${pair} tclass=file permissive=0`, { source, target, class: 'file', permissive: false }],
    [` ${pair} tclass=file`, undefined],
    [` ${pair} tclass=file permissive=1 `, undefined],
    [`  ${pair} tclass=file permissive=1`, undefined],
  ])('is plain, or not: %j', (text, query) => {
    expect(readPlainQuery(text)).toEqual(query);
  });
});

it('has a context only of three parts, which nobody can change', () => {
  expect(readContext('kernel')).toBeNull();
  expect(Object.isFrozen(readContext('a:b:c:s0'))).toBe(true);
});
