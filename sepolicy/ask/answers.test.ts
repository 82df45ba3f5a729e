// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { inEnglish } from '../../contract/fixtures/in-english.ts';
import { decide } from '../decide.ts';
import { accessOf, contextOf, smallPolicy } from '../fixtures/small-policy.ts';
import { readPolicy } from '../read-policy.ts';
import { amongThem, becauseOf as reasonOf, unknownName as nameUnknown } from './answer.ts';
import { ask as askPolicy, namesOf } from './ask.ts';
import { type Asked, type AskedContainer, objectOf, processOf } from './asked.ts';

const container = (name: string, categories: string, type = 'web_t'): AskedContainer => ({
  name,
  context: contextOf(`${type}:s0:${categories}`),
  content: contextOf(`system_u:object_r:content_t:s0:${categories}`),
});
const web = container('web', 'c1,c2');
const ask = (...args: Parameters<typeof askPolicy>) => inEnglish(askPolicy(...args));
const becauseOf = (...args: Parameters<typeof reasonOf>) => inEnglish(reasonOf(...args));
const unknownName = (...args: Parameters<typeof nameUnknown>) => inEnglish(nameUnknown(...args));

it('says which containers are among them', () => {
  const one = { name: 'web', isAllowed: true, reason: '' };
  expect(
    inEnglish([amongThem([]), amongThem([{ ...one, isAllowed: false }]), amongThem([one, { ...one, name: 'db' }])]),
  ).toEqual([[], ['No container is among them.'], ['Among them: web and db.']]);
});

it('says why in a few words', () => {
  const because = (access: string): string => {
    const asked = accessOf(access);
    return becauseOf(decide(smallPolicy, asked), asked.permissions);
  };
  expect(because('web_t:s0 content_t:s0:file read')).toBe('a rule allows it');
  expect(because('web_t:s0 etc_t:s0:file read')).toBe('no rule allows it');
  expect(because('web_t:s0 content_t:s0:file read entrypoint')).toBe('no rule allows entrypoint');
  expect(because('web_t:s0 content_t:s0:c1:file read')).toBe('its categories keep it out');
  expect(because('a_u:r:init_t:s0 b_u:r:web_t:s0:process transition')).toBe('a constraint denies it');
});

it('does not know a class, and names five types of a wide attribute', () => {
  const policy = readPolicy('(typeattributeset wide (f e d c b a))(typeattributeset five (e d c b a))');
  const wanted = { class: 'file', permissions: [] };
  expect(unknownName(policy, { ...wanted, types: ['wide'] })).toBe(
    'wide is an attribute of 6 types: ask about one of them, a, b, c, d, e ….',
  );
  expect(unknownName(policy, { ...wanted, types: ['five'] })).toBe(
    'five is an attribute of 5 types: ask about one of them, a, b, c, d, e.',
  );
  expect(unknownName(policy, { ...wanted, types: [] })).toBe('The policy has no class file.');
});

describe('may it', () => {
  const asked = (object: string, changes: Partial<Extract<Asked, { kind: 'access' }>> = {}): Asked => ({
    kind: 'access',
    class: 'file',
    permissions: ['read'],
    doing: 'read',
    remarks: ['said before'],
    subject: { name: 'web', context: web.context },
    object: { name: 'it', context: contextOf(`system_u:object_r:${object}`) },
    ...changes,
  });
  const sentenceOf = (...args: Parameters<typeof asked>): string => ask(smallPolicy, asked(...args)).sentence;

  it('yes, with the rule', () => {
    expect(ask(smallPolicy, asked('content_t:s0:c1'))).toEqual({
      verdict: 'yes',
      sentence: 'web may read it: a rule allows web_t this on content_t, and no constraint takes it away.',
      source: 'system_u:system_r:web_t:s0:c1,c2',
      target: 'system_u:object_r:content_t:s0:c1',
      grants: ['allow web_t content_t:file { read write open getattr };'],
      denials: [],
      booleans: [],
      containers: [],
      accesses: [],
      accessCount: 0,
      remarks: ['said before'],
    });
  });

  it('no, for the rule that is missing, and for what of it is missing', () => {
    expect(sentenceOf('etc_t:s0', { permissions: ['read', 'open'] })).toBe(
      'web may not read it: no rule allows web_t to read and open on etc_t.',
    );
    expect(sentenceOf('content_t:s0:c1', { permissions: ['read', 'entrypoint'] })).toBe(
      'web may not read it: no rule allows web_t to entrypoint on content_t.',
    );
  });

  it('no, for the categories, or for a constraint of another kind', () => {
    const bare = { name: 'bare', context: contextOf('web_t:s0') };
    expect(sentenceOf('content_t:s0:c3', { subject: bare })).toBe(
      'bare may not read it: it has the categories c3, and the process holds none.',
    );
    const init = { name: 'init', context: contextOf('a_u:system_r:init_t:s0') };
    const change = { subject: init, class: 'process', permissions: ['transition'] };
    expect(sentenceOf('web_t:s0', change)).toBe(
      'init may not read it: a rule allows it, and a constraint takes it away again, but its domain is permissive, so it is only logged.',
    );
    expect(ask(smallPolicy, asked('web_t:s0', change)).remarks).toEqual([
      'said before',
      'init_t is permissive: what it may not do is only logged.',
    ]);
  });

  it('yes, of a permissive domain, without more words', () => {
    const init = { name: 'init', context: contextOf('init_t:s0') };
    expect(sentenceOf('etc_t:s0', { subject: init })).toBe(
      'init may read it: a rule allows init_t this on etc_t, and no constraint takes it away.',
    );
  });

  it('knows old names of types', () => {
    expect(ask(smallPolicy, asked('old_content_t:s0:c1')).verdict).toBe('yes');
  });
});

describe('a port', () => {
  const connecting = readPolicy(
    `(class tcp_socket (name_bind name_connect))(class udp_socket (name_bind))(type web_t)(type db_t)(type http_port_t)
     (typeattributeset ports (http_port_t))(allow web_t ports (tcp_socket (name_connect name_bind)))
     (allow db_t http_port_t (tcp_socket (name_connect)))(allow a_t other_t (tcp_socket (name_bind)))
     (allow c_t http_port_t (tcp_socket (listen)))
     (portcon tcp (80 81) (u r http_port_t ((s0) (s0))))(portcon udp 80 (u r http_port_t ((s0) (s0))))`,
  );

  it('has those who may connect, those who may listen, and the rules', () => {
    const asked = [container('one', 'c1', 'db_t'), container('two', 'c1'), container('three', 'c1', 'none_t')];
    expect(ask(connecting, { kind: 'port', protocol: 'tcp', port: 81, containers: asked })).toEqual({
      verdict: 'some',
      sentence: 'tcp 81 is http_port_t: 2 types may connect to it, 1 may listen on it. Among them: one and two.',
      source: null,
      target: 'system_u:object_r:http_port_t:s0',
      grants: [
        'allow web_t ports:tcp_socket { name_connect name_bind };',
        'allow db_t http_port_t:tcp_socket { name_connect };',
      ],
      denials: [],
      booleans: [],
      containers: [
        { name: 'one', isAllowed: true, reason: 'it may connect to it' },
        { name: 'two', isAllowed: true, reason: 'it may connect to it and listen on it' },
        { name: 'three', isAllowed: false, reason: 'no rule allows it' },
      ],
      accesses: [
        { source: 'db_t', target: 'http_port_t', class: 'tcp_socket', permissions: ['name_connect'] },
        { source: 'web_t', target: 'http_port_t', class: 'tcp_socket', permissions: ['name_connect', 'name_bind'] },
      ],
      accessCount: 2,
      remarks: [expect.stringContaining('a network of its own') as string],
    });
  });

  it('that nobody may use is no port for anybody, and one beyond the range has no label', () => {
    expect(ask(connecting, { kind: 'port', protocol: 'udp', port: 80, containers: [] })).toMatchObject({
      verdict: 'no',
      sentence: 'udp 80 is http_port_t: 0 types may connect to it, 0 may listen on it.',
    });
    for (const port of [79, 82])
      expect(ask(connecting, { kind: 'port', protocol: 'tcp', port, containers: [] }).verdict).toBe('unknown');
  });

  it('shows the containers that may first', () => {
    const asked = [container('not', 'c1', 'none_t'), container('may', 'c1')];
    expect(
      ask(connecting, { kind: 'port', protocol: 'tcp', port: 80, containers: asked }).containers.map(
        ({ name }) => name,
      ),
    ).toEqual(['may', 'not']);
  });
});

describe('what it reaches', () => {
  const policy = readPolicy(
    `(class file (read write))(class process (signal))(type a_t)(type b_t)(type c_t)(typepermissive a_t)
     (boolean on true)(boolean off false)(typealiasactual old_t a_t)
     (typeattributeset many (b_t c_t))(typeattributeset domains (a_t))
     (allow domains many (file (read)))(allow a_t c_t (file (write)))(allow a_t self (process (signal)))
     (dontaudit a_t b_t (file (write)))
     (booleanif off (true (allow a_t b_t (file (write)))))(booleanif on (true (allow a_t self (file (read write)))))
     (mlsconstrain (file (write)) (dom h1 h2))`,
  );
  const reach = (changes: Partial<Extract<Asked, { kind: 'reach' }>> = {}) =>
    ask(policy, {
      kind: 'reach',
      class: 'file',
      permissions: ['read'],
      containers: [],
      subject: { name: 'it', context: contextOf('old_t:s0:c1') },
      ...changes,
    });

  it('are the types for which rules grant all of it', () => {
    const targets = (...permissions: readonly string[]): readonly string[] =>
      reach({ permissions }).accesses.map(({ target }) => target);
    expect([targets('read'), targets('write'), targets('read', 'write')]).toEqual([
      ['a_t', 'b_t', 'c_t'],
      ['a_t', 'c_t'],
      ['a_t', 'c_t'],
    ]);
    expect(reach({ permissions: ['read', 'write'] })).toMatchObject({
      verdict: 'some',
      sentence: 'it may read and write file objects of 2 types.',
      accessCount: 2,
      target: null,
      source: 'system_u:system_r:a_t:s0:c1',
      accesses: [{ source: 'a_t', class: 'file', permissions: ['read', 'write'] }, {}],
      remarks: [
        'Objects that hold its own categories, or none, are meant; file modes and user ids can deny it as well.',
        'a_t is permissive: what it may not do is only logged.',
      ],
    });
    expect(reach({ subject: { name: 'none', context: contextOf('b_t:s0') } })).toMatchObject({
      verdict: 'no',
      sentence: 'none may read file objects of 0 types.',
      accesses: [],
      grants: [],
    });
  });

  it('concerns the processes of containers, or their files', () => {
    const of = (className: string, ...permissions: readonly string[]) =>
      reach({
        class: className,
        permissions,
        containers: [
          container('it', 'c1', 'a_t'),
          { ...container('plain', 'c1', 'a_t'), content: undefined },
          { ...container('other', 'c2', 'b_t'), content: contextOf('system_u:object_r:c_t:s0:c2') },
          { ...container('same', 'c1', 'b_t'), content: contextOf('system_u:object_r:c_t:s0:c1') },
        ],
      });
    const files = of('file', 'write');
    expect(files.containers).toEqual([
      { name: 'same', isAllowed: true, reason: 'a rule allows it' },
      { name: 'other', isAllowed: false, reason: 'its categories keep it out' },
    ]);
    expect(files.sentence).toContain(' What belongs to same is among them.');
    const processes = of('process', 'signal');
    expect(processes.containers.map(({ name, isAllowed }) => [name, isAllowed])).toEqual([
      ['plain', true],
      ['other', false],
      ['same', false],
    ]);
    const nothing = reach({ containers: [{ ...container('x', 'c1', 'b_t'), content: contextOf('x_t:s0') }] });
    expect(nothing.sentence).toContain(' Nothing of another container is among them.');
  });

  it('is unknown for a type, a class and a permission that are not there', () => {
    expect(reach({ permissions: ['fly'] }).verdict).toBe('unknown');
    expect(reach({ class: 'bird' }).verdict).toBe('unknown');
    expect(reach({ subject: { name: 'x', context: contextOf('x_t:s0') } }).verdict).toBe('unknown');
  });

  it('are the holders, from the other side', () => {
    const holders = (target: string, permissions: readonly string[], containers: readonly AskedContainer[] = []) =>
      ask(policy, { kind: 'holders', target, class: 'file', permissions, containers });
    expect(holders('c_t', ['read', 'write'])).toEqual({
      verdict: 'some',
      sentence: '1 type may read and write file objects of c_t.',
      source: null,
      target: 'system_u:object_r:c_t:s0',
      grants: ['allow domains many:file { read };', 'allow a_t c_t:file { write };'],
      denials: [],
      booleans: [],
      containers: [],
      accesses: [{ source: 'a_t', target: 'c_t', class: 'file', permissions: ['read', 'write'] }],
      accessCount: 1,
      remarks: ['a_t is permissive.'],
    });
    expect(holders('a_t', ['read']).grants).toHaveLength(1);
    expect(holders('b_t', ['write'])).toMatchObject({ verdict: 'no', grants: [], accessCount: 0 });
    expect(holders('x_t', ['read']).verdict).toBe('unknown');
    const asked = [container('not', 'c1', 'b_t'), container('may', 'c1', 'a_t')];
    expect(holders('c_t', ['read'], asked)).toMatchObject({
      sentence: '1 type may read file objects of c_t. Among them: may.',
      containers: [
        { name: 'may', isAllowed: true, reason: 'a rule allows it' },
        { name: 'not', isAllowed: false, reason: 'no rule allows it' },
      ],
    });
  });
});

it('names what can be asked about, in order', () => {
  const policy = readPolicy('(type b_t)(type a_t)(class file (write read))(class dir (search))');
  expect(namesOf(policy)).toEqual({
    types: ['a_t', 'b_t'],
    classes: [
      { name: 'dir', permissions: ['search'] },
      { name: 'file', permissions: ['read', 'write'] },
    ],
  });
  expect([objectOf('a_t', 'file').role, objectOf('a_t', 'process2').role, processOf('a_t').role]).toEqual([
    ...['object_r', 'system_r', 'system_r'],
  ]);
});
