// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { judgeObject, type SeenObject } from './judge-object.ts';

const context = (level: string, type = 'bulkhead_t') => ({ user: 'system_u', role: 'system_r', type, level });
const labelOf = (type: string, level: string): string => `system_u:object_r:${type}:${level}`;

function judged(
  type: string,
  level: string,
  { own = 's0:c5,c6', ...seen }: Partial<SeenObject> & { own?: string } = {},
) {
  const label = labelOf(type, level);
  const judgement = judgeObject(
    { name: 'web', context: context(own) },
    { kind: 'file', path: '/srv/x', label, ...seen },
  );
  return typeof judgement === 'string' ? judgement : judgement.lacks;
}

describe('an object that was seen in a container', () => {
  it.each([
    'bulkhead_t',
    'bulkhead_file_t',
    'bulkhead_readonly_t',
    'bulkhead_tmpfs_t',
    'bulkhead_shared_992_t',
    'bulkhead_c_web_t',
    'bulkhead_c_db_file_t',
    'bulkhead_p_7_terminal_t',
  ])('of type %s is found where it has no categories, and not with those of the container', (type) => {
    expect([judged(type, 's0'), judged(type, 's0:c5,c6')]).toEqual(['all', 'fine']);
  });

  it.each(['device_t', 'null_device_t', 'bulkhead_helper_t', 'bulkhead_instance_memory_t', 'unlabeled_t'])(
    'of type %s, which is none of containers, is not found',
    (type) => expect(judged(type, 's0')).toBe('fine'),
  );

  it('is found with one category of the pair alone, and with those of another container', () => {
    expect([judged('bulkhead_file_t', 's0:c5'), judged('bulkhead_file_t', 's0:c7,c8')]).toEqual(['some', 'other']);
    expect([judged('bulkhead_file_t', 's0:c5,c7'), judged('bulkhead_file_t', 'nonsense')]).toEqual(['other', 'other']);
    expect(judged('bulkhead_file_t', 's0:c4.c6')).toBe('fine');
  });

  it('may have the category of a volume that the container shares, and of no other volume', () => {
    const own = 's0:c5,c6-s0:c5,c6,c992';
    expect(judged('bulkhead_shared_992_t', 's0:c992', { own })).toBe('fine');
    expect(judged('bulkhead_shared_993_t', 's0:c993', { own })).toBe('other');
    expect(judged('bulkhead_shared_992_t', 's0:c992')).toBe('other');
    expect(judged('bulkhead_file_t', 's0:c5,c6', { own })).toBe('fine');
  });

  it('is judged by the low end of its level', () => {
    expect(judged('bulkhead_file_t', 's0-s0:c5,c6')).toBe('all');
  });

  it('is found where the container itself has no categories', () => {
    expect(judged('bulkhead_file_t', 's0', { own: 's0' })).toBe('all');
  });

  it('is an exception where LXC made it, and only there', () => {
    const memory = (path: string, isLink: boolean) => judged('bulkhead_tmpfs_t', 's0', { path, isLink });
    expect([memory('/dev/.lxc-boot-id', false), memory('/dev/fd', true)]).toEqual(['excepted', 'excepted']);
    expect([memory('/dev/fd', false), memory('/dev/fd/x', true), memory('/tmp/.lxc-boot-id', false)]).toEqual([
      'all',
      'all',
      'all',
    ]);
    expect(judged('bulkhead_tmpfs_t', 's0:c7,c8', { path: '/dev/fd', isLink: true })).toBe('other');
  });

  it('is an exception as a terminal of who is attached, and not as a console', () => {
    const terminal = (kind: SeenObject['kind'], type = 'bulkhead_devpts_t') => judged(type, 's0', { kind });
    expect([terminal('terminal'), terminal('descriptor'), terminal('mount')]).toEqual(['excepted', 'excepted', 'all']);
    expect(terminal('terminal', 'bulkhead_c_web_terminal_t')).toBe('all');
  });

  it('is named with controls made visible, and no longer than a line', () => {
    const path = `/srv/\u001b[2J\n${'x'.repeat(1000)}`;
    const judgement = judgeObject(
      { name: 'web', context: context('s0:c5,c6') },
      { kind: 'file', path, label: labelOf('bulkhead_file_t', 's0') },
    );
    expect(judgement).toMatchObject({ container: 'web', context: labelOf('bulkhead_file_t', 's0') });
    const shown = typeof judgement === 'string' ? '' : judgement.path;
    expect([shown.slice(0, 20), shown.length]).toEqual(['/srv/\\u{1b}[2J\\u{a}x', 400]);
  });
});
