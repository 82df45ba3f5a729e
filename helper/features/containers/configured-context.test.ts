// SPDX-License-Identifier: Apache-2.0
import { describe, expect, test } from 'vitest';
import { inEnglish } from '../../../contract/fixtures/in-english.ts';
import { parseConfiguration } from '../../lxc/configuration-file.ts';
import { configuredContext as givenConfiguredContext } from './configured-context.ts';

const configuredContext = (...args: Parameters<typeof givenConfiguredContext>) =>
  inEnglish(givenConfiguredContext(...args));

const own = 'system_u:system_r:bulkhead_t:s0:c5,c6';
const others = new Map([['db', 'system_u:system_r:bulkhead_t:s0:c5,c7']]);

describe('the configured context', () => {
  test("is good when it is ours and its categories are nobody else's", () => {
    expect(
      configuredContext({ name: 'web', lines: parseConfiguration(`lxc.selinux.context = ${own}\n`) }, others),
    ).toEqual({
      context: own,
    });
  });

  test('is good when its domain is its own, or that of a drill, and bad when it is that of another container', () => {
    const judge = (name: string, type: string): unknown =>
      configuredContext(
        { name, lines: parseConfiguration(`lxc.selinux.context = system_u:system_r:${type}:s0:c5,c6\n`) },
        others,
      );
    expect(judge('web', 'bulkhead_c_web_t')).toHaveProperty('context');
    expect(judge('web', 'bulkhead_drill_open_t')).toHaveProperty('context');
    expect(judge('db', 'bulkhead_c_web_t')).toHaveProperty('problem');
  });

  test('may have a plain domain, which no other container may have', () => {
    const lines = parseConfiguration('lxc.selinux.context = system_u:system_r:bulkhead_p_3_t:s0:c5,c6\n');
    expect(configuredContext({ name: 'web', lines }, others)).toHaveProperty('context');
    const taken = new Map([['git', 'system_u:system_r:bulkhead_p_3_t:s0:c8,c9']]);
    expect(configuredContext({ name: 'web', lines }, taken)).toEqual({
      problem: 'the container git has the same domain, bulkhead_p_3_t',
    });
  });

  test('may have one category that another container has, and others may name no pair', () => {
    const odd = 'system_u:system_r:container_t:s0';
    const lines = parseConfiguration('lxc.selinux.context = system_u:system_r:bulkhead_t:s0:c4,c7\n');
    const all = new Map([...others, ['odd', odd], ['none', '']]);
    expect(configuredContext({ name: 'web', lines }, all)).toHaveProperty('context');
  });

  test('may hold the categories of volumes that it shares, and no other', () => {
    const lines = parseConfiguration(`lxc.selinux.context = ${own}-s0:c5,c6,c992\n`);
    expect(configuredContext({ name: 'web', lines, shared: [992, 993] }, others)).toEqual({
      context: `${own}-s0:c5,c6,c992`,
    });
    expect(configuredContext({ name: 'web', lines, shared: [993] }, others)).toEqual({
      problem: expect.stringContaining('holds c992 beside its pair') as string,
    });
  });

  test.each([
    ['', 'names no lxc.selinux.context'],
    ['lxc.selinux.context = unconfined_u:unconfined_r:unconfined_t:s0', 'whose type is neither bulkhead_t nor its own'],
    [
      `lxc.selinux.context = ${own}\nlxc.selinux.context = unconfined_u:unconfined_r:unconfined_t:s0`,
      'whose type is neither bulkhead_t nor its own',
    ],
    ['lxc.selinux.context = nonsense', 'whose type is neither bulkhead_t nor its own'],
    ['lxc.selinux.context = system_u:system_r:bulkhead_t:s0', 'not a pair of categories'],
    ['lxc.selinux.context = system_u:system_r:bulkhead_t:s0-s0:c0.c1023', 'not a pair of categories'],
    [`lxc.selinux.context = ${own}-s0:c5,c7`, 'holds c7 beside its pair'],
    ['lxc.selinux.context = system_u:system_r:bulkhead_t:s0:c1', 'not a pair of categories'],
    ['lxc.selinux.context = system_u:system_r:bulkhead_t:s0:c7,c5', 'db has the same categories'],
  ])('%j is rejected, saying why', (text, why) => {
    expect(configuredContext({ name: 'web', lines: parseConfiguration(text) }, others)).toEqual({
      problem: expect.stringContaining(why) as string,
    });
  });
});
