// SPDX-License-Identifier: Apache-2.0
/**
 * Local changes of a policy as an Ansible playbook: the modules of ansible.posix and community.general where there is
 * one. Scalars are written as JSON, which is YAML, and as unsafe, so that Ansible finds no template in them.
 */

import { isBrought, localChangeWords, portsOf } from '../../contract/wording/policy/describe-local-change.ts';
import type { LocalChange } from '../../contract/model/policy/local-change.ts';
import { englishOf } from '../../contract/text.ts';
import { contextParts, fileLetters } from './commands.ts';
import { remarkOn } from './remark.ts';

export function playbookOf(changes: readonly LocalChange[]): string {
  const tasks = changes.filter((change) => !isBrought(change)).flatMap(taskOf);
  const head = ['---', '- name: "Local changes of an SELinux policy"', '  hosts: all', '  become: true'];
  return [
    ...head,
    ...(tasks.length === 0 ? ['  tasks: []'] : ['  tasks:', ...tasks.map((line) => `    ${line}`)]),
    '',
  ].join('\n');
}

function taskOf(change: LocalChange): readonly string[] {
  const name = `- name: ${scalar(remarkOn(change))}`;
  switch (change.kind) {
    case 'module':
      if (change.isDisabled) return [name, ...command('semodule', '-d', change.name)];
      return change.source === null
        ? byHand(name, change)
        : [...copyOf(name, change.name, change.source), ...install(change)];
    case 'permissive':
      return [
        name,
        '  community.general.selinux_permissive:',
        `    domain: ${scalar(change.type)}`,
        '    permissive: true',
      ];
    case 'port':
      return [
        name,
        '  community.general.seport:',
        `    ports: ${JSON.stringify(portsOf(change))}`,
        `    proto: ${scalar(change.protocol)}`,
        `    setype: ${scalar(change.type)}`,
        '    state: present',
      ];
    case 'file-context': {
      if (change.context === null) return byHand(name, change);
      const { user, type, level } = contextParts(change.context);
      return [
        name,
        '  community.general.sefcontext:',
        `    target: ${scalar(change.pattern)}`,
        `    ftype: ${fileLetters[change.files]}`,
        `    setype: ${scalar(type)}`,
        `    seuser: ${scalar(user)}`,
        ...(level === '' ? [] : [`    selevel: ${scalar(level)}`]),
        '    state: present',
      ];
    }
    case 'equivalence':
      return [
        name,
        '  community.general.sefcontext:',
        `    target: ${scalar(change.path)}`,
        `    substitute: ${scalar(change.like)}`,
        '    state: present',
      ];
    case 'boolean':
      return [
        name,
        '  ansible.posix.seboolean:',
        `    name: ${scalar(change.name)}`,
        `    state: ${change.isOn}`,
        '    persistent: true',
      ];
    case 'other':
      return byHand(name, change);
  }
}

function copyOf(name: string, module: string, source: string): readonly string[] {
  return [
    name,
    '  ansible.builtin.copy:',
    `    dest: ${scalar(`/root/${module}.cil`)}`,
    '    mode: "0600"',
    `    content: ${scalar(source)}`,
  ];
}

function install({ name, priority }: { readonly name: string; readonly priority: number }): readonly string[] {
  return [
    `- name: ${scalar(`install the module ${name}`)}`,
    ...command('semodule', '-X', `${priority}`, '-i', `/root/${name}.cil`),
  ];
}

function command(...words: readonly string[]): readonly string[] {
  return ['  ansible.builtin.command:', `    argv: [${words.map(scalar).join(', ')}]`];
}

function byHand(name: string, change: LocalChange): readonly string[] {
  return [name, '  ansible.builtin.debug:', `    msg: ${scalar(`by hand: ${englishOf(localChangeWords(change))}`)}`];
}

function scalar(text: string): string {
  return `!unsafe ${JSON.stringify(text)}`;
}
