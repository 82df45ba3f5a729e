// SPDX-License-Identifier: Apache-2.0
/**
 * Findings of an audit in words, for those that are said in two places: by the helper, which judges whether there is
 * one, and by the fake host of the tests.
 */

import { categoriesOf } from './model/contexts/security-context.ts';
import { enforce } from './host-fixes.ts';
import type { DangerousSetting, Finding, Fix } from './model/isolation-finding.ts';

export function describePermissiveHost(): Finding {
  return {
    kind: 'permissive-host',
    id: 'permissive-host',
    severity: 'broken',
    containers: [],
    summary: 'SELinux is permissive on this host: what crosses from one container to another is logged, not blocked.',
    evidence: ['/sys/fs/selinux/enforce: 0'],
    fix: enforce,
  };
}

/** `type` is that of the context; without a process as init it is the context in which it would be started. */
export function describeUnconfined({
  name,
  initPid,
  context,
  type,
}: {
  readonly name: string;
  readonly initPid: number | null;
  readonly context: string;
  readonly type: string;
}): Finding {
  const common = { kind: 'unconfined', id: `unconfined:${name}`, severity: 'broken' } as const;
  if (initPid === null)
    return {
      ...common,
      containers: [name],
      context,
      isRunning: false,
      summary: `${name} would be started in ${type}, which confines nothing.`,
      evidence: [`lxc.selinux.context = ${context}`],
      fix: { by: 'advice', summary: 'Give its configuration a context of a container domain before it is started.' },
    };
  return {
    ...common,
    containers: [name],
    context,
    isRunning: true,
    summary: `${name} runs in ${type}, which confines nothing: to SELinux it is as free as an administrator.`,
    evidence: [`/proc/${initPid}/attr/current: ${context}`],
    fix: {
      by: 'helper',
      operation: 'kill',
      container: name,
      summary: 'Kill it now; then fix its configuration before it is started again.',
    },
  };
}

export function describePermissiveDomain(name: string, domain: string): Finding {
  return {
    kind: 'permissive-domain',
    id: `permissive-domain:${name}`,
    severity: 'broken',
    containers: [name],
    domain,
    summary: `The domain of ${name} is permissive: SELinux logs what its processes may not do, and blocks nothing.`,
    evidence: [`(typepermissive ${domain})`],
    fix: {
      by: 'commands',
      summary: 'Undo the exception. If learning set it, it ends with the learning.',
      commands: [`semanage permissive -d ${domain}`],
    },
  };
}

/** `isOpen` says whether one reaches the files of another; where not, their types still isolate them. */
export function describeSameLevel({
  containers,
  level,
  isOpen,
  fix,
}: {
  readonly containers: readonly { readonly name: string; readonly context: string }[];
  readonly level: string;
  readonly isOpen: boolean;
  readonly fix: Fix;
}): Finding {
  const names = containers.map(({ name }) => name);
  const categories = categoriesOf(level);
  const hasNone = categories.length === 0;
  return {
    kind: 'shared-categories',
    id: idOfSameLevel(names),
    severity: isOpen ? 'broken' : 'weak',
    containers: names,
    level,
    relation: hasNone ? 'none' : 'same',
    summary:
      `${listed(names)} ${hasNone ? 'have no categories' : `have the same categories, ${categories.join(' and ')}`}: ` +
      `${isOpen ? 'each reaches the files of the others' : 'only their types isolate them'}.`,
    evidence: containers.map(({ name, context }) => `${name}: ${context}`),
    fix,
  };
}

export function idOfSameLevel(names: readonly string[]): string {
  return `shared-categories:${names.join(',')}`;
}

export function describeReassigning(name: string): Fix {
  return {
    by: 'helper',
    operation: 'reassign-categories',
    container: name,
    summary: `Give ${name} a new pair of categories, and mount its root with the label of these.`,
  };
}

/** At least one setting. */
export function describeOpenSettings(name: string, settings: readonly DangerousSetting[]): Finding {
  return {
    kind: 'dangerous-configuration',
    id: `dangerous-configuration:${name}`,
    severity: 'weak',
    containers: [name],
    settings: [...settings],
    summary:
      `${settings.length === 1 ? 'A setting' : `${settings.length} settings`} of ${name} ` +
      `${settings.length === 1 ? 'opens' : 'open'} something that a container does not need. ` +
      (settings[0]?.reason ?? ''),
    evidence: settings.map(({ key, value }) => `${key} = ${value}`),
    fix: {
      by: 'advice',
      summary: `Take what is not needed out of /var/lib/lxc/${name}/config, and start the container again.`,
    },
  };
}

/** A folder of the host that the container sees. */
export function describeHostMount(source: string, isReadOnly: boolean): Pick<DangerousSetting, 'danger' | 'reason'> {
  return {
    danger: 'host-mount',
    reason: `It sees ${source} of the host${isReadOnly ? '' : ', and may write to it as far as its label lets it'}.`,
  };
}

export function describeKernelFiles(mounts: readonly string[]): Pick<DangerousSetting, 'danger' | 'reason'> {
  return { danger: 'kernel-files', reason: `It may write to the kernel's own files (${mounts.join(', ')}).` };
}

/** `isChange`: others may change what is there, and not only reach it. */
export function describeOpenPath({
  path,
  mode,
  owner,
  group,
  containers,
  problem: { words, isChange, commands },
}: {
  readonly path: string;
  readonly mode: number;
  readonly owner: number;
  readonly group: number;
  readonly containers: readonly string[];
  readonly problem: PathProblem;
}): Finding {
  const shownMode = (mode & 0o7777).toString(8).padStart(4, '0');
  return {
    kind: 'open-path',
    id: `open-path:${path}`,
    severity: isChange ? 'broken' : 'weak',
    containers: [...containers],
    path,
    mode: shownMode,
    summary: `${path}: ${words}.`,
    evidence: [`mode ${shownMode}, owner ${owner}, group ${group}`],
    fix: { by: 'commands', summary: 'Take these rights away.', commands: [...commands] },
  };
}

export interface PathProblem {
  readonly words: string;
  readonly isChange: boolean;
  readonly commands: readonly string[];
}

/** Of a folder that should be root's alone. */
export function describeEnterableFolder(path: string): PathProblem {
  return {
    words: 'every user of the host may walk into it, and run what its owner set setuid',
    isChange: false,
    commands: [`chmod o= ${path}`],
  };
}

function listed(names: readonly string[]): string {
  return `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`;
}
