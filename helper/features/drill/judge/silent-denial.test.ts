// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import type { DecideByKernel } from '../../../selinux/ask-kernel.ts';
import type { SilentDenial } from '../probes/probe.ts';
import { silentDenialOf } from './silent-denial.ts';

const context = 'system_u:system_r:bulkhead_t:s0:c1,c2';
type Asked = Parameters<DecideByKernel>[0];

/** The decision, and what was asked. */
function decided(
  silent: SilentDenial,
  decision: Partial<NonNullable<ReturnType<DecideByKernel>>> | undefined,
): readonly [string | undefined, Asked | undefined] {
  let asked: Asked | undefined;
  const decide: DecideByKernel = (access) => {
    asked = access;
    return decision && { allowed: new Set(), unlogged: new Set([silent.permission]), isPermissive: false, ...decision };
  };
  const words = silentDenialOf(silent, context, decide);
  return [words, asked];
}

const silent = ', and logs no such denial (dontaudit)';

it('asks about the kernel, about the process itself, or about what shows the load of the host (N5)', () => {
  const [module, ofModule] = decided({ class: 'system', permission: 'module_request' }, {});
  expect(module).toBe(
    `asked for its decision, the kernel denies bulkhead_t { module_request } on kernel_t:system${silent}`,
  );
  expect(ofModule?.target).toMatchObject({ type: 'kernel_t', level: 's0' });
  const [namespace, ofNamespace] = decided({ class: 'user_namespace', permission: 'create', on: 'itself' }, {});
  expect(namespace).toContain('denies bulkhead_t { create } on bulkhead_t:user_namespace');
  expect(ofNamespace?.target).toEqual(ofNamespace?.source);
  const [load, ofLoad] = decided({ class: 'file', permission: 'read', on: 'host-load' }, {});
  expect(load).toContain('denies bulkhead_t { read } on bulkhead_host_state_t:file');
  expect(ofLoad).toMatchObject({
    target: { role: 'object_r', type: 'bulkhead_host_state_t' },
    class: 'file',
    permissions: ['read'],
  });
});

it('is none where the kernel allows it, does not enforce it, or does not know it', () => {
  const read: SilentDenial = { class: 'file', permission: 'read', on: 'host-load' };
  for (const decision of [{ allowed: new Set(['read']) }, { isPermissive: true }, undefined])
    expect(decided(read, decision)[0]).toBeUndefined();
  expect(silentDenialOf(read, 'no context', () => undefined)).toBeUndefined();
});

it('says nothing of the log where such a denial is logged', () => {
  expect(decided({ class: 'file', permission: 'read' }, { unlogged: new Set() })[0]).not.toContain('dontaudit');
});
