// SPDX-License-Identifier: Apache-2.0
/**
 * Changes in force as an Ansible playbook: the modules of ansible.posix and community.general where there is one.
 * Scalars are written as JSON, which is YAML, and as unsafe, so that Ansible finds no template in them.
 */

import type { Change } from '../../contract/model/policy/change.ts';
import { type LocalChange, localChangeOf } from './local-change.ts';

export function playbookOf(changes: readonly Change[]): string {
  const tasks = changes.flatMap((change) => taskOf(change.summary, localChangeOf(change)));
  const head = [
    '---',
    '- name: "Local changes of the SELinux policy, made by Bulkhead"',
    '  hosts: all',
    '  become: true',
  ];
  return [
    ...head,
    ...(tasks.length === 0 ? ['  tasks: []'] : ['  tasks:', ...tasks.map((line) => `    ${line}`)]),
    '',
  ].join('\n');
}

function taskOf(summary: string, change: LocalChange): readonly string[] {
  const name = `- name: ${scalar(summary)}`;
  switch (change.kind) {
    case 'boolean':
      return [
        name,
        '  ansible.posix.seboolean:',
        `    name: ${JSON.stringify(change.name)}`,
        `    state: ${change.isOn}`,
        '    persistent: true',
      ];
    case 'port':
      return [
        name,
        '  community.general.seport:',
        `    ports: ${JSON.stringify(change.port)}`,
        `    proto: ${JSON.stringify(change.protocol)}`,
        `    setype: ${JSON.stringify(change.type)}`,
        '    state: present',
      ];
    case 'label':
      return [
        name,
        '  ansible.builtin.command:',
        `    argv: [${['restorecon', '-v', '--', change.path].map(scalar).join(', ')}]`,
      ];
    case 'rules':
    case 'other':
      return [
        name,
        '  ansible.builtin.debug:',
        `    msg: ${scalar(`by hand${placeOf(change)}: ${change.lines.join(' ')}`)}`,
      ];
  }
}

function placeOf(change: LocalChange): string {
  if (change.kind !== 'rules' || change.container === null) return '';
  return `, in the module of the container ${change.container}`;
}

function scalar(text: string): string {
  return `!unsafe ${JSON.stringify(text)}`;
}
