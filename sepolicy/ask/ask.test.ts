// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { inEnglish } from '../../contract/fixtures/in-english.ts';
import { contextOf, smallPolicy } from '../fixtures/small-policy.ts';
import { ask as givenAsk, namesOf } from './ask.ts';
import { type Asked, type AskedContainer, objectOf } from './asked.ts';

const ask = (...args: Parameters<typeof givenAsk>) => inEnglish(givenAsk(...args));

function container(name: string, categories: string): AskedContainer {
  return {
    name,
    context: contextOf(`web_t:s0:${categories}`),
    content: contextOf(`system_u:object_r:content_t:s0:${categories}`),
  };
}

const web = container('web', 'c1,c2');
const db = container('db', 'c3,c4');

function access(
  object: Extract<Asked, { kind: 'access' }>['object'],
  { class: className = 'file', permissions = ['read'] } = {},
): Asked {
  return {
    kind: 'access',
    subject: { name: 'web', context: web.context },
    object,
    doing: 'read',
    class: className,
    permissions,
    remarks: [],
  };
}

describe('may it', () => {
  it('no, because of the categories: with the constraint, though a rule grants it', () => {
    const answer = ask(
      smallPolicy,
      access({ name: '/srv/data of db', context: contextOf('system_u:object_r:content_t:s0:c3,c4') }),
    );
    expect(answer).toMatchObject({
      verdict: 'no',
      sentence: 'web may not read /srv/data of db: it has the categories c3 and c4, and the process holds c1 and c2.',
      grants: ['allow web_t content_t:file { read write open getattr };'],
    });
    expect(answer.denials).toEqual(['mlsconstrain file { read } (or (dom h1 h2) (neq t1 mcs_constrained_type));']);
  });

  it('yes within its own', () => {
    expect(
      ask(smallPolicy, access({ name: '/srv of web', context: contextOf('system_u:object_r:content_t:s0:c1,c2') }))
        .verdict,
    ).toBe('yes');
  });

  it('no without a rule, and names each boolean that would change that', () => {
    const answer = ask(
      smallPolicy,
      access(
        { name: 'db_port_t', context: objectOf('db_port_t', 'tcp_socket') },
        { class: 'tcp_socket', permissions: ['name_connect'] },
      ),
    );
    expect(answer).toMatchObject({
      verdict: 'no',
      denials: ['no rule: allow web_t db_port_t:tcp_socket { name_connect };'],
      booleans: [
        { name: 'web_connect_any', value: true, allows: true },
        { name: 'web_connect_db', value: true, allows: true },
        { name: 'web_off', value: false, allows: true },
      ],
    });
  });

  it.each([
    [
      'a type that is not there',
      access({ name: 'x', context: objectOf('nowhere_t', 'file') }),
      'The policy has no type nowhere_t.',
    ],
    [
      'an attribute',
      access({ name: 'x', context: objectOf('port_type', 'file') }),
      'port_type is an attribute of 2 types: ask about one of them, db_port_t, http_port_t.',
    ],
    [
      'a permission of another class',
      access({ name: 'x', context: objectOf('content_t', 'file') }, { permissions: ['search'] }),
      'The class file has no permission search; it has entrypoint, execute_no_trans, getattr, open, read, write.',
    ],
  ])('does not know %s', (_, asked, sentence) => {
    expect(ask(smallPolicy, asked)).toMatchObject({ verdict: 'unknown', sentence });
  });
});

describe('a port', () => {
  it('is named by the first portcon that fits it', () => {
    const answer = ask(smallPolicy, { kind: 'port', protocol: 'tcp', port: 5432, containers: [web] });
    expect(answer).toMatchObject({
      target: 'system_u:object_r:http_port_t:s0',
      verdict: 'some',
      containers: [{ name: 'web', isAllowed: true, reason: 'it may listen on it' }],
      accesses: [{ source: 'web_t', permissions: ['name_bind'] }],
    });
  });

  it('without a label is not known', () => {
    expect(ask(smallPolicy, { kind: 'port', protocol: 'udp', port: 9, containers: [] })).toMatchObject({
      verdict: 'unknown',
      sentence: 'The policy gives udp 9 no label.',
    });
  });
});

describe('lists', () => {
  it('what it reaches, and whom of the others that concerns', () => {
    const answer = ask(smallPolicy, {
      kind: 'reach',
      subject: { name: 'web', context: web.context },
      class: 'file',
      permissions: ['write'],
      containers: [web, db, container('twin', 'c1,c2')],
    });
    expect(answer.accesses.map(({ target }) => target)).toEqual(['content_t']);
    expect(answer.containers).toEqual([
      { name: 'twin', isAllowed: true, reason: 'a rule allows it' },
      { name: 'db', isAllowed: false, reason: 'its categories keep it out' },
    ]);
    expect(answer.sentence).toBe('web may write file objects of 1 type. What belongs to twin is among them.');
  });

  it('who may do it to a type', () => {
    expect(
      ask(smallPolicy, { kind: 'holders', target: 'etc_t', class: 'file', permissions: ['read'], containers: [web] }),
    ).toMatchObject({
      accessCount: 1,
      accesses: [{ source: 'init_t' }],
      containers: [{ name: 'web', isAllowed: false, reason: 'no rule allows it' }],
      remarks: ['init_t is permissive.'],
    });
    expect(
      ask(smallPolicy, { kind: 'holders', target: 'shadow_t', class: 'file', permissions: ['read'], containers: [] }),
    ).toMatchObject({ verdict: 'no', sentence: 'No type may read file objects of shadow_t.' });
    expect(
      ask(smallPolicy, {
        kind: 'holders',
        target: 'old_content_t',
        class: 'file',
        permissions: ['write'],
        containers: [],
      }).target,
    ).toBe('system_u:object_r:content_t:s0');
  });

  it('the names that can be asked about', () => {
    expect(namesOf(smallPolicy).classes.find(({ name }) => name === 'dir')).toEqual({
      name: 'dir',
      permissions: ['getattr', 'open', 'read', 'search', 'write'],
    });
  });
});
