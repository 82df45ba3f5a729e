// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from 'node:fs';
import { expect, it, test } from 'vitest';
import { allChoices, choices } from '../contract/model/policy/choices.ts';
import { choiceMacro } from '../contract/model/policy/module-macros.ts';
import { choiceGrants, choiceRemedy } from './choice-remedy.ts';

const policy = readFileSync(new URL('../policy/selinux/bulkhead-own.cil', import.meta.url), 'utf8');

/** Gives the text of a macro, up to the next one. */
function macroOf(name: string): string {
  return policy.split('(macro ').find((text) => text.startsWith(`${name} `)) ?? '';
}

test.each(choiceGrants)(
  '$choice grants $class, as its macro says',
  ({ choice, class: className, targets, permissions }) => {
    const macro = macroOf(choiceMacro(choice));
    const isDevice = targets?.includes('fuse_device_t') === true;
    expect(isDevice ? macro.includes('bulkhead_use_device') : macro.includes(`(${className} (`)).toBe(true);
    for (const target of targets ?? []) expect(macro).toContain(target);
    for (const permission of permissions ?? [])
      expect(macro).toMatch(new RegExp(`\\(${className} \\([^)]*\\b${permission}\\b`));
  },
);

it('knows a grant of every choice', () => {
  expect(new Set(choiceGrants.map(({ choice }) => choice))).toEqual(new Set(allChoices));
});

const context = (type: string) => ({ user: 'system_u', role: 'system_r', type, level: 's0:c1,c2' });
const denied = (className: string, permission: string, target = 'bulkhead_c_web_t') =>
  choiceRemedy({
    source: context('bulkhead_c_web_t'),
    target: context(target),
    class: className,
    permissions: [permission],
  });

it('names the narrowest choice that is for the access, and none where no choice is', () => {
  expect(denied('tcp_socket', 'name_connect', 'http_port_t')).toMatchObject({
    id: 'choice:connect-web',
    change: ['(call bulkhead_allow_connect_web (bulkhead_c_web_t))'],
    risk: { level: choices['connect-web'].risk },
  });
  expect(denied('tcp_socket', 'name_connect', 'smtp_port_t')?.id).toBe('choice:connect');
  expect(denied('process', 'execmem')?.id).toBe('choice:jit');
  expect([denied('process', 'ptrace'), denied('tcp_socket', 'name_bind', 'http_port_t')]).toEqual([
    undefined,
    undefined,
  ]);
});
