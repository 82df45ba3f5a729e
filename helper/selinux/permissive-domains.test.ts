// SPDX-License-Identifier: Apache-2.0
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { SecurityContext } from '../../contract/model/contexts/security-context.ts';
import { askOnceOfEach, createPermissiveDomains } from './permissive-domains.ts';

const container: SecurityContext = { user: 'system_u', role: 'system_r', type: 'bulkhead_t', level: 's0:c1,c2' };

const other: SecurityContext = { ...container, type: 'gone_t' };

let root: string;
let questions: string[];
let answer: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'selinuxfs-'));
  mkdirSync(join(root, 'class/process'), { recursive: true });
  writeFileSync(join(root, 'class/process/index'), '2');
  loadPolicy(1);
  questions = [];
  answer = '0 ffffffff 0 ffffffff 1 0';
});
afterEach(() => rmSync(root, { recursive: true }));

function loadPolicy(times: number): void {
  writeFileSync(join(root, 'status'), new Uint8Array(Uint32Array.of(1, 4, 1, times, 0).buffer));
}

function domains(): ReturnType<typeof createPermissiveDomains> {
  return createPermissiveDomains({
    root,
    ask(path, question) {
      questions.push(`${path.slice(root.length)} ${question}`);
      return answer;
    },
  });
}

test('asks with the context on both sides and the number of the class process', () => {
  domains()(container);
  expect(questions).toEqual(['/access system_u:system_r:bulkhead_t:s0:c1,c2 system_u:system_r:bulkhead_t:s0:c1,c2 2']);
});

test.each([
  ['0 ffffffff 0 ffffffff 1 0', false],
  ['ffffffff ffffffff 0 ffffffff 1 1', true],
  // Flags are hexadecimal, and the other bits say other things.
  ['ffffffff ffffffff 0 ffffffff 1 11', true],
  ['ffffffff ffffffff 0 ffffffff 1 10', false],
  ['ffffffff ffffffff 1 ffffffff 1', undefined],
])('takes %j for %s', (text, expected) => {
  answer = text;
  expect(domains()(container)).toBe(expected);
});

test('asks once for each domain, and again when a policy was loaded', () => {
  const isPermissive = domains();
  expect([isPermissive(container), isPermissive({ ...container, level: 's0:c3,c4' }), questions.length]).toEqual([
    false,
    false,
    1,
  ]);
  isPermissive({ ...container, type: 'bulkhead_web_t' });
  expect(questions).toHaveLength(2);
  loadPolicy(2);
  answer = 'ffffffff ffffffff 0 ffffffff 2 1';
  expect([isPermissive(container), isPermissive(container), questions.length]).toEqual([true, true, 3]);
});

test('hides no fault of its own', () => {
  const faulty = createPermissiveDomains({
    root,
    ask() {
      throw new TypeError('not a function');
    },
  });
  expect(() => faulty(container)).toThrow('not a function');
});

test('does not know what the kernel cannot judge, and asks again', () => {
  const denied = createPermissiveDomains({ root: join(root, 'nothing') });
  expect(denied(container)).toBe(undefined);
  const isPermissive = createPermissiveDomains({
    root,
    ask() {
      if (answer === '') throw Object.assign(new Error('invalid argument'), { code: 'EINVAL' });
      return answer;
    },
  });
  const valid = answer;
  answer = '';
  expect(isPermissive(container)).toBe(undefined);
  answer = valid;
  expect(isPermissive(container)).toBe(false);
});

test('is asked once for each domain of a list, also of one that the policy does not know', () => {
  const asked: string[] = [];
  const once = askOnceOfEach((context) => {
    asked.push(context.type);
    return context.type === 'bulkhead_t' ? false : undefined;
  });
  const answers = [container, { ...container, level: 's0:c3,c4' }, other, other].map((context) => once(context));
  expect([answers, asked]).toEqual([
    [false, false, undefined, undefined],
    ['bulkhead_t', 'gone_t'],
  ]);
});
