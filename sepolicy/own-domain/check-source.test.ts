// SPDX-License-Identifier: Apache-2.0
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inEnglish } from '../../contract/fixtures/in-english.ts';
import { macrosOfModules } from '../../contract/model/policy/module-macros.ts';
import { expect, it } from 'vitest';
import { maxSourceCharacters, problemsOfSource as givenProblemsOfSource } from './check-source.ts';
import { headOf, volumeLabel } from './generate.ts';
import { permissive } from './learning-module.ts';

const problemsOfSource = (...args: Parameters<typeof givenProblemsOfSource>) =>
  inEnglish(givenProblemsOfSource(...args));

const head = headOf('web').join('\n');
const domain = 'bulkhead_c_web_t';

/** The problems of these lines below the part that every module has. */
function problemsOf(...lines: readonly string[]): readonly string[] {
  return problemsOfSource('web', [head, ...lines].join('\n'), { mayBePermissive: false }).map(({ problem }) => problem);
}

it.each([
  `(allow ${domain} etc_t (file (read)))`,
  `(dontaudit ${domain} etc_t (file (read open)))`,
  `(auditallow ${domain} self (file (read)))`,
  `(allow ${domain} bulkhead_c_web_file_t (file (read)))`,
  `(allow ${domain} bulkhead_c_web_volume_t (file (read)))`,
  `(allow ${domain} bulkhead_devpts_t (chr_file (read)))`,
  `(allow ${domain} bulkhead_devpts_t (chr_file (read)))`,
  `(allow ${domain} a.b-c_D1 (file (read)))`,
  `(call bulkhead_serve_tcp (${domain} http_port_t))`,
  `(call bulkhead_serve_udp (${domain} dns_port_t))`,
  `(call bulkhead_connect_tcp (${domain} http_port_t))`,
  `(call bulkhead_use_device (${domain} tun_tap_device_t))`,
  volumeLabel('web'),
  '; a comment',
])('may hold %s', (line) => {
  expect(problemsOf(line)).toEqual([]);
});

/** Types of Bulkhead's that the policy grants to all containers, or by a choice; a review may leave any of them. */
function typesOfHost(): readonly string[] {
  const folder = join(import.meta.dirname, '../../policy/selinux');
  const policy = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'));
  const grants = policy
    .join('\n')
    .matchAll(/\((?:allow|call \w+) \(?(?:bulkhead_uses_host|domain_type) (bulkhead_\w+_t)\b/g);
  // The files of one container, and the memory of instances of Incus, which do not learn.
  const others = new Set(['bulkhead_tmpfs_t', 'bulkhead_instance_memory_t']);
  return [...new Set([...grants].map(([, type = '']) => type))].filter((type) => !others.has(type));
}

it('may hold a rule about each type of ours that the policy grants to every container, or by a choice', () => {
  const types = typesOfHost();
  expect(types).toContain('bulkhead_shared_setting_t');
  expect(problemsOf(...types.map((type) => `(allow ${domain} ${type} (file (read)))`))).toEqual([]);
});

const shape = 'a rule reads (allow domain target (class (permission …)))';
const access = 'a rule names a class, and its permissions in brackets';
const single = 'a rule names its permissions one by one';

it.each([
  ['(allow)', shape],
  [`(allow ${domain} etc_t)`, shape],
  [`(allow ${domain} etc_t file)`, shape],
  [`(allow ${domain} (etc_t) (file (read)))`, shape],
  [`(allow ${domain} etc_t (file (read)) more)`, shape],
  [`(allow ${domain} etc_t (file))`, access],
  [`(allow ${domain} etc_t (file read))`, access],
  [`(allow ${domain} etc_t (file ()))`, access],
  [`(allow ${domain} etc_t (file (read) (write)))`, access],
  [`(allow ${domain} etc_t ((file) (read)))`, access],
  [`(allow ${domain} etc_t (all (read)))`, access],
  [`(allow ${domain} etc_t (file (all)))`, single],
  [`(allow ${domain} etc_t (file (read (write))))`, single],
  [`(allow ${domain} etc_t (file (not read)))`, single],
  [`(allow other_t etc_t (file (read)))`, `a rule here is about ${domain}, and about no other domain`],
  [`(allow (${domain}) etc_t (file (read)))`, `a rule here is about ${domain}, and about no other domain`],
  [`(allow ${domain} 1etc (file (read)))`, '"1etc" is no name of a type'],
  [`(allow ${domain} "etc_t" (file (read)))`, '"\\"etc_t\\"" is no name of a type'],
  [`(allow ${domain} ${'x'.repeat(129)} (file (read)))`, `"${'x'.repeat(60)}" is no name of a type`],
  [`(allow ${domain} all (file (read)))`, '"all" is no name of a type'],
  [`(allow ${domain} bulkhead_c_db_t (file (read)))`, 'bulkhead_c_db_t belongs to the container db'],
  [`(allow ${domain} bulkhead_file_t (file (read)))`, "bulkhead_file_t is not this container's"],
  [`(allow ${domain} bulkhead_domain (file (read)))`, "bulkhead_domain is not this container's"],
  [`(allow ${domain} bulkhead_c_web_others (file (read)))`, "bulkhead_c_web_others is not this container's"],
  [`(call bulkhead_serve_tcp ${domain})`, 'bulkhead_serve_tcp takes the domain and one type'],
  [`(call bulkhead_serve_tcp)`, 'bulkhead_serve_tcp takes the domain and one type'],
  [`(call bulkhead_serve_tcp (${domain}))`, 'bulkhead_serve_tcp takes the domain and one type'],
  [`(call bulkhead_serve_tcp (${domain} a_t b_t))`, 'bulkhead_serve_tcp takes the domain and one type'],
  [`(call bulkhead_serve_tcp (${domain} (a_t)))`, 'bulkhead_serve_tcp takes the domain and one type'],
  [`(call bulkhead_serve_tcp (other_t a_t))`, `a rule here is about ${domain}, and about no other domain`],
  [`(call other (${domain} a_t))`, `only ${macrosOfModules.join(', ')} may be called`],
  ['(call (x))', `only ${macrosOfModules.join(', ')} may be called`],
  ['(typeattributeset a (b))', '"typeattributeset" is not allowed in the module of one container'],
  [`(${'y'.repeat(100)})`, `"${'y'.repeat(60)}" is not allowed in the module of one container`],
  ['((allow))', 'a statement begins with a name'],
  ['()', 'a statement begins with a name'],
  [permissive(domain), 'a domain is permissive only while it learns, and then Bulkhead says so'],
  [headOf('web')[0] ?? '', 'it is said twice'],
])('may not hold %s', (line, problem) => {
  expect(problemsOf(line)).toEqual([problem]);
});

it('names the line of each problem, twenty at most', () => {
  const source = [head, ...Array.from({ length: 30 }, () => '(type x_t)')].join('\n');
  const problems = problemsOfSource('web', source, { mayBePermissive: false });
  const first = head.split('\n').length + 1;
  expect(problems.map(({ line }) => line)).toEqual(Array.from({ length: 20 }, (_, index) => first + index));
});

it('names what is missing, behind the other problems', () => {
  expect(problemsOfSource('web', '(type x_t)', { mayBePermissive: false }).map(({ line }) => line)).toEqual([
    1,
    ...headOf('web').map(() => null),
  ]);
});

it('says where brackets do not match, and what a mark of compilers is for', () => {
  const judge = (source: string): unknown => problemsOfSource('web', source, { mayBePermissive: false });
  expect(judge('\n)')).toEqual([{ line: 2, problem: 'a closing bracket without an opening one' }]);
  expect(judge(`a\nb ;;* lmx 1 file`)).toEqual([
    { line: 2, problem: ';;* is a mark of compilers, and would make errors point elsewhere' },
  ]);
});

it('has a greatest length, and a greatest number of statements', () => {
  const padded = (length: number): string => `${head}\n${';'.repeat(length - head.length - 1)}`;
  const judge = (source: string): readonly unknown[] => problemsOfSource('web', source, { mayBePermissive: false });
  expect(judge(padded(maxSourceCharacters))).toEqual([]);
  expect(judge(padded(maxSourceCharacters + 1))).toEqual([{ line: null, problem: 'it is longer than 64 KiB' }]);
  expect(judge('(a)'.repeat(4000))).toHaveLength(20);
  expect(judge('(a)'.repeat(4001))).toEqual([{ line: null, problem: 'it has more than 4000 statements' }]);
});
