// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { inEnglish } from '../../contract/fixtures/in-english.ts';
import { allChoices, type Choice } from '../../contract/model/policy/choices.ts';
import { choiceMacro, macrosOfModules } from '../../contract/model/policy/module-macros.ts';
import { statementsOf } from '../cil/statements.ts';
import { problemsOfSource as givenProblemsOfSource } from './check-source.ts';
import { hostileModules } from './fixtures/hostile-modules.ts';
import { asInstance, withCategories } from './categories.ts';
import { connectStatement } from './connect-statement.ts';
import {
  containerCall,
  generateModule,
  isWithoutStatement,
  withRules,
  withRulesOf,
  withSharedVolumes,
} from './generate.ts';
import { enforcing, learningModule } from './learning-module.ts';
import { plainOwner, policyNames } from './names.ts';
import { plainDomainsFor } from '../../contract/model/policy/plain-kinds.ts';
import { remedyHeading, reviewedTypesHeading } from './remedy-statements.ts';

const problemsOfSource = (...args: Parameters<typeof givenProblemsOfSource>) =>
  inEnglish(givenProblemsOfSource(...args));

const web = { owner: 'web.1', ports: [], allow: [], connectTypes: [], volumes: [], hasVolumes: false };
const strict = { mayBePermissive: false };

test('a module says what its container is, and what its ports need', () => {
  const source = generateModule({
    ...web,
    ports: [
      { protocol: 'tcp', port: 443, type: 'http_port_t' },
      { protocol: 'tcp', port: 80, type: 'http_port_t' },
      { protocol: 'udp', port: 53, type: 'dns_port_t' },
    ],
  });
  expect(source.split('\n').filter((line) => line.includes('serve') || /^; (tcp|udp)/.test(line))).toEqual([
    '; udp 53 (dns_port_t)',
    '(call bulkhead_serve_udp (bulkhead_c_web_p1_t dns_port_t))',
    '; tcp 80, 443 (http_port_t)',
    '(call bulkhead_serve_tcp (bulkhead_c_web_p1_t http_port_t))',
  ]);
});

test('what Bulkhead writes is accepted, with volumes and rules too', () => {
  const source = withRules(
    generateModule({ ...web, hasVolumes: true }),
    ['(allow bulkhead_c_web_p1_t proc_t (file (read)))'],
    'reviewed',
  );
  expect(problemsOfSource('web.1', source, strict)).toEqual([]);
});

test('nothing is allowed beyond every container unless it is chosen', () => {
  const callsOf = (allow: readonly Choice[]): readonly string[] =>
    generateModule({ ...web, allow })
      .split('\n')
      .filter((line) => line.includes('bulkhead_allow_') || line.includes('bulkhead_connect_'));
  expect(callsOf([])).toEqual([]);
  expect(callsOf(['ping', 'connect-web'])).toEqual([
    '(call bulkhead_allow_connect_web (bulkhead_c_web_p1_t))',
    '(call bulkhead_allow_ping (bulkhead_c_web_p1_t))',
  ]);
  expect(problemsOfSource('web.1', generateModule({ ...web, allow: allChoices }), strict)).toEqual([]);
});

test('a connection is optional, so that a policy without its type is loaded without it', () => {
  const source = generateModule({ ...web, connectTypes: ['smtp_port_t', 'postgresql_port_t'] });
  const lines = source.split('\n');
  expect(lines.filter((line) => line.startsWith('(optional '))).toEqual([
    '(optional bulkhead_c_web_p1_connect_postgresql_port_t (call bulkhead_connect_tcp (bulkhead_c_web_p1_t postgresql_port_t)))',
    '(optional bulkhead_c_web_p1_connect_smtp_port_t (call bulkhead_connect_tcp (bulkhead_c_web_p1_t smtp_port_t)))',
  ]);
  expect(lines).toContain('; Connect to ports of the type smtp_port_t');
  expect(problemsOfSource('web.1', source, strict)).toEqual([]);
});

test.each([
  ['(optional x (allow bulkhead_c_web_p1_t etc_t (file (read))))', 'an optional statement reads (optional '],
  [
    '(optional bulkhead_c_web_p1_connect_a_t (call bulkhead_connect_tcp (bulkhead_c_db_t a_t)))',
    'an optional statement',
  ],
  [
    '(optional bulkhead_c_web_p1_connect_a_t (call bulkhead_allow_connect (bulkhead_c_web_p1_t)))',
    'an optional statement',
  ],
  ['(optional)', 'an optional statement'],
  [connectStatement('web.1', 'bulkhead_c_db_t'), 'belongs to the container db'],
  [[connectStatement('web.1', 'a_t'), connectStatement('web.1', 'a_t')].join('\n'), 'it is said twice'],
])('nothing else is optional: %s', (statement, problem) => {
  expect(problemsOfSource('web.1', withRules(generateModule(web), [statement], 'By hand.'), strict)).toEqual([
    { line: expect.any(Number) as number, problem: expect.stringContaining(problem) as string },
  ]);
});

test('each choice has a macro in the base module, and each macro a choice', () => {
  const read = (file: string): string => readFileSync(new URL(`../../policy/selinux/${file}`, import.meta.url), 'utf8');
  const base = `${read('bulkhead.cil')}${read('bulkhead-own.cil')}`;
  const macros = [...base.matchAll(/^\(macro (bulkhead_\w+) \(/gm)].map(([, name]) => name);
  expect(macros.filter((name) => name?.startsWith('bulkhead_allow_')).sort()).toEqual(
    allChoices.map(choiceMacro).sort(),
  );
  expect(macros).toEqual(expect.arrayContaining([...macrosOfModules]));
});

test('a module names the volumes that its container shares, and follows them', () => {
  const [one, other] = ['bulkhead_shared_992_t', 'bulkhead_shared_993_t'];
  const source = generateModule({ ...web, volumes: [{ type: one, isReadOnly: false }] });
  const callsOf = (text: string): readonly string[] => text.split('\n').filter((line) => line.includes('_volume ('));
  expect(callsOf(source)).toEqual([`(call bulkhead_use_volume (bulkhead_c_web_p1_t ${one}))`]);
  expect(withSharedVolumes(source, 'web.1', [{ type: one, isReadOnly: false }])).toBe(source);
  const changed = withSharedVolumes(source, 'web.1', [{ type: other, isReadOnly: true }]);
  expect(callsOf(changed)).toEqual([`(call bulkhead_read_volume (bulkhead_c_web_p1_t ${other}))`]);
  expect(callsOf(withSharedVolumes(changed, 'web.1', []))).toEqual([]);
  expect([source, changed].flatMap((text) => problemsOfSource('web.1', text, strict))).toEqual([]);
});

test('a container learns only where Bulkhead lets it, and the line goes when that has ended', () => {
  const source = learningModule(generateModule(web), 'web.1');
  expect(problemsOfSource('web.1', source, strict)).toEqual([
    {
      line: lineOf(source, 'typepermissive'),
      problem: 'a domain is permissive only while it learns, and then Bulkhead says so',
    },
  ]);
  expect(problemsOfSource('web.1', source, { mayBePermissive: true })).toEqual([]);
  expect(enforcing(source, 'web.1')).toBe(generateModule(web));
});

test('without the part that isolates it, a module is rejected', () => {
  const [, ...rest] = [...statementsOf(generateModule(web))];
  expect(rest.length).toBeGreaterThan(0);
  const source = generateModule(web).replace('(typeattribute bulkhead_c_web_p1_others)\n', '');
  expect(problemsOfSource('web.1', source, strict)).toEqual([
    {
      line: null,
      problem: '(typeattribute bulkhead_c_web_p1_others) is missing, which isolates the container from all others',
    },
  ]);
});

test('a module that is written again keeps the rules of a review, and says when they cannot be found', () => {
  const before = { owner: 'web', ports: [], allow: [], connectTypes: [], volumes: [], hasVolumes: false };
  const rule = '(allow bulkhead_c_web_t proc_t (file (read)))';
  const reviewed = withRules(generateModule(before), [rule], 'Learned, and reviewed.');
  const wanted = generateModule({ ...before, allow: ['ping'] });
  const source = withRulesOf(wanted, reviewed) ?? '';
  expect([source.split(rule).length, source.includes('bulkhead_allow_ping')]).toEqual([2, true]);
  expect(withRulesOf(generateModule(before), source)).toBe(reviewed);
  expect(withRulesOf(wanted, reviewed.replace('; ---- rules', '; rules'))).toBeUndefined();
});

test('a choice and a port that remedies added go when they are chosen no more; rules and what a person wrote stay', () => {
  const before = { owner: 'web', ports: [], allow: [], connectTypes: [], volumes: [], hasVolumes: false };
  const domain = 'bulkhead_c_web_t';
  const kept = [`(allow ${domain} proc_t (file (read)))`, `(call bulkhead_allow_jit (${domain}))`];
  const reviewed = withRules(generateModule(before), kept, 'By hand.');
  const rule = withRules(
    reviewed,
    [`(allow ${domain} nsfs_t (file (write)))`],
    remedyHeading('0a'.repeat(8), undefined),
  );
  const port = withRules(
    rule,
    [`(call bulkhead_serve_tcp (${domain} http_port_t))`],
    remedyHeading('0b'.repeat(8), { protocol: 'tcp', port: 80 }),
  );
  const all = withRules(port, [`(call bulkhead_allow_ping (${domain}))`], remedyHeading('0c'.repeat(8), undefined));
  expect(withRulesOf(generateModule(before), all)?.trimEnd()).toBe(rule.trimEnd());
});

test('a connection that a remedy or a review added is written once, and goes when it is chosen no more', () => {
  const before = { owner: 'web', ports: [], allow: [], connectTypes: [], volumes: [], hasVolumes: false };
  const rule = '(allow bulkhead_c_web_t proc_t (file (read)))';
  const reviewed = withRules(generateModule(before), [rule], 'Learned, and reviewed.');
  const [mail, sql] = ['smtp_port_t', 'postgresql_port_t'].map((type) => connectStatement('web', type));
  const remedied = withRules(reviewed, [mail ?? ''], remedyHeading('0a'.repeat(8), undefined));
  const all = withRules(remedied, [sql ?? ''], reviewedTypesHeading);
  expect(withRulesOf(generateModule(before), all)?.trimEnd()).toBe(reviewed.trimEnd());
  const kept = withRulesOf(generateModule({ ...before, connectTypes: ['smtp_port_t'] }), all) ?? '';
  expect([kept.split(mail ?? '').length, kept.includes(sql ?? ''), kept.split(rule).length]).toEqual([2, false, 2]);
  expect(problemsOfSource('web', kept, strict)).toEqual([]);
});

test.each(hostileModules('web.1').filter(({ foundBy }) => foundBy === 'source'))(
  'a module is rejected that $what (C9)',
  ({ source, line }) => {
    const problems = problemsOfSource('web.1', source, strict);
    expect(problems.length).toBeGreaterThan(0);
    if (line !== undefined) expect(problems[0]?.line).toBe(line);
  },
);

test('a source of many megabytes is rejected for its length, before it is looked at (C9)', () => {
  for (const source of ['('.repeat(200_000), '; \n'.repeat(20_000_000)])
    expect(problemsOfSource('web.1', source, strict)).toEqual([{ line: null, problem: 'it is longer than 64 KiB' }]);
});

test('a source of many brackets is rejected, however deep they are (C9)', () => {
  for (const source of ['('.repeat(60_000), '(allow '.repeat(8000) + ')'.repeat(8000)])
    expect(problemsOfSource('web.1', source, strict)).toHaveLength(1);
});

function lineOf(source: string, word: string): number {
  return source.split('\n').findIndex((line) => line.includes(`(${word}`)) + 1;
}

test('a module of an instance uses what Incus mounts for it, said once, below the types', () => {
  const source = asInstance(generateModule(web), 'web.1');
  const lines = source.split('\n');
  const call = '(call bulkhead_use_instance_memory (bulkhead_c_web_p1_t))';
  expect(lines[lines.indexOf(call) - 1]).toMatch(/^\(call bulkhead_container /);
  expect(asInstance(source, 'web.1')).toBe(source);
  expect(problemsOfSource('web.1', withCategories(source, 'web.1', [5, 6]), strict)).toEqual([]);
  expect(
    problemsOfSource(
      'web.1',
      withRules(source, ['(call bulkhead_use_instance_memory (bulkhead_c_db_t))'], 'x'),
      strict,
    ),
  ).toHaveLength(1);
});

test('the module of a plain domain says what is beyond it, and nothing where that is nothing', () => {
  const [[widest = 0] = []] = plainDomainsFor({ ports: [{ protocol: 'tcp', port: 80 }], allow: ['connect-web'] });
  const owner = plainOwner(widest);
  const { domain } = policyNames(owner);
  const statements = (allow: readonly Choice[], ...types: readonly string[]): readonly string[] =>
    generateModule({ ...web, owner, allow, ports: types.map((type) => ({ protocol: 'tcp', port: 80, type })) })
      .split('\n')
      .filter((line) => line.startsWith('('));
  expect(statements(['connect-web'], 'http_port_t')).toEqual([]);
  expect(isWithoutStatement(generateModule({ ...web, owner, allow: ['connect-web'] }))).toBe(true);
  // The module says so where an administrator gave the port another type.
  expect(statements(['connect-web', 'ping'], 'soundd_port_t')).toEqual([
    `(call bulkhead_serve_tcp (${domain} soundd_port_t))`,
    `(call bulkhead_allow_ping (${domain}))`,
  ]);
});

test('the module of a plain domain declares nothing, is never permissive, and is about no other one (C9)', () => {
  const [owner, other] = [plainOwner(7), policyNames(plainOwner(8))];
  const { domain } = policyNames(owner);
  const problemsWith = (statement: string): readonly unknown[] =>
    givenProblemsOfSource(owner, withRules(generateModule({ ...web, owner }), [statement], 'x'), {
      mayBePermissive: true,
    });
  expect(problemsWith(`(allow ${domain} proc_t (file (read)))`)).toEqual([]);
  const hostile = [`(typepermissive ${domain})`, `(type ${domain})`, containerCall(owner, 'container')];
  hostile.push(`(allow ${domain} ${other.files} (file (read)))`, `(allow ${other.domain} proc_t (file (read)))`);
  expect(hostile.map((statement) => problemsWith(statement).length)).toEqual([1, 1, 1, 1, 1]);
});
