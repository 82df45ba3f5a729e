// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { statementsOf } from '../cil/statements.ts';
import { problemsOfSource } from './check-source.ts';
import { hostileModules } from './fixtures/hostile-modules.ts';
import { enforcing, generateModule, withRules } from './generate.ts';

const web = { container: 'web.1', ports: [], hasVolumes: false, isPermissive: false };
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

test('a container learns only where Bulkhead lets it, and the line goes when that has ended', () => {
  const source = generateModule({ ...web, isPermissive: true });
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

test.each(hostileModules('web.1').filter(({ foundBy }) => foundBy === 'source'))(
  'a module is rejected that $what (C9)',
  ({ source, line }) => {
    const problems = problemsOfSource('web.1', source, strict);
    expect(problems.length).toBeGreaterThan(0);
    if (line !== undefined) expect(problems[0]?.line).toBe(line);
  },
);

test('a source of many brackets, or of many megabytes, is rejected at once (C9)', () => {
  for (const source of [
    '('.repeat(200_000),
    '(allow '.repeat(30_000) + ')'.repeat(30_000),
    '; \n'.repeat(20_000_000),
  ]) {
    const begun = performance.now();
    expect(problemsOfSource('web.1', source, strict)).toHaveLength(1);
    expect(performance.now() - begun).toBeLessThan(500);
  }
});

function lineOf(source: string, word: string): number {
  return source.split('\n').findIndex((line) => line.includes(`(${word}`)) + 1;
}
