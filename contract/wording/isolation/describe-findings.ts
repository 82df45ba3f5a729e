// SPDX-License-Identifier: Apache-2.0
/**
 * Findings of an audit in words, for those that are said in two places: by the helper, which judges whether there is
 * one, and by the fake host of the tests.
 */

import { categoriesOf } from '../../model/contexts/security-context.ts';
import type { Distribution } from '../../rules/distribution.ts';
import { bootWithSelinux, enforceOn } from '../../rules/host-fixes.ts';
import type { GivenDangerousSetting, GivenFinding, GivenFix } from '../../model/isolation-finding.ts';
import { listWords } from '../list-words.ts';
import { say, type Words } from '../../text.ts';

export function describePermissiveHost(distribution: Distribution | undefined): GivenFinding {
  return {
    kind: 'permissive-host',
    id: 'permissive-host',
    severity: 'broken',
    containers: [],
    summary: say(
      'SELinux is permissive on this host: what crosses from one container to another is logged, not blocked.',
    ),
    evidence: ['/sys/fs/selinux/enforce: 0'],
    fix: enforceOn(distribution),
  };
}

export function describeDisabledHost(distribution: Distribution | undefined): GivenFinding {
  return {
    kind: 'selinux-disabled',
    id: 'selinux-disabled',
    severity: 'broken',
    containers: [],
    summary: say(
      'The kernel of this host runs without SELinux: nothing but user namespaces, cgroups and ' +
        'seccomp isolates its containers.',
    ),
    evidence: ['/sys/fs/selinux is not there'],
    fix: bootWithSelinux(distribution),
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
}): GivenFinding {
  const common = { kind: 'unconfined', id: `unconfined:${name}`, severity: 'broken' } as const;
  if (initPid === null)
    return {
      ...common,
      containers: [name],
      context,
      isRunning: false,
      summary: say('{name} would be started in {type}, which confines nothing.', { name, type }),
      evidence: [`lxc.selinux.context = ${context}`],
      fix: {
        by: 'advice',
        summary: say('Give its configuration a context of a container domain before it is started.'),
      },
    };
  return {
    ...common,
    containers: [name],
    context,
    isRunning: true,
    summary: say('{name} runs in {type}, which confines nothing: to SELinux it is as free as an administrator.', {
      name,
      type,
    }),
    evidence: [`/proc/${initPid}/attr/current: ${context}`],
    fix: {
      by: 'helper',
      operation: 'kill',
      container: name,
      summary: say(
        'Adopt it, which confines it, or stop it and fix its configuration before it is started again. ' +
          'Kill it only where that cannot wait.',
      ),
    },
  };
}

export function describePermissiveDomain(name: string, domain: string): GivenFinding {
  return {
    kind: 'permissive-domain',
    id: `permissive-domain:${name}`,
    severity: 'broken',
    containers: [name],
    domain,
    summary: say(
      'The domain of {name} is permissive: SELinux logs what its processes may not do, and blocks nothing.',
      { name },
    ),
    evidence: [`(typepermissive ${domain})`],
    fix: {
      by: 'commands',
      summary: say('Remove the permissive exception; one set by learning ends with it.'),
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
  readonly fix: GivenFix;
}): GivenFinding {
  const names = containers.map(({ name }) => name);
  const categories = categoriesOf(level);
  const hasNone = categories.length === 0;
  const consequence = isOpen ? say('each reaches the files of the others') : say('only their types isolate them');
  return {
    kind: 'shared-categories',
    id: idOfSameLevel(names),
    severity: isOpen ? 'broken' : 'weak',
    containers: names,
    level,
    relation: hasNone ? 'none' : 'same',
    summary: hasNone
      ? say('{names} have no categories: {consequence}.', { names: listWords(names), consequence })
      : say('{names} have the same categories, {categories}: {consequence}.', {
          names: listWords(names),
          categories: listWords(categories),
          consequence,
        }),
    evidence: containers.map(({ name, context }) => `${name}: ${context}`),
    fix,
  };
}

export function idOfSameLevel(names: readonly string[]): string {
  return `shared-categories:${names.join(',')}`;
}

export function describeReassigning(name: string): GivenFix {
  return {
    by: 'helper',
    operation: 'reassign-categories',
    container: name,
    summary: say('Give {name} a new pair of categories, and mount its root with the label of these.', { name }),
  };
}

/**
 * Describes the settings that are open, of which there is at least one. `configuration` is the path that holds them.
 */
export function describeOpenSettings(
  name: string,
  settings: readonly GivenDangerousSetting[],
  configuration = `/var/lib/lxc/${name}/config`,
): GivenFinding {
  const reason = settings[0]?.reason ?? '';
  return {
    kind: 'dangerous-configuration',
    id: `dangerous-configuration:${name}`,
    severity: 'weak',
    containers: [name],
    settings: [...settings],
    summary:
      settings.length === 1
        ? say('A setting of {name} opens something that a container does not need. {reason}', { name, reason })
        : say('{count} settings of {name} open something that a container does not need. {reason}', {
            count: settings.length,
            name,
            reason,
          }),
    evidence: settings.map(({ key, value }) => `${key} = ${value}`),
    fix: {
      by: 'advice',
      summary: say('Take what is not needed out of {configuration}, and start the container again.', {
        configuration,
      }),
    },
  };
}

/** A folder of the host that the container sees. */
export function describeHostMount(
  source: string,
  isReadOnly: boolean,
): Pick<GivenDangerousSetting, 'danger' | 'reason'> {
  return {
    danger: 'host-mount',
    reason: isReadOnly
      ? say('It sees {source} of the host.', { source })
      : say('It sees {source} of the host, and may write to it as far as its label lets it.', { source }),
  };
}

export function describeKernelFiles(mounts: readonly string[]): Pick<GivenDangerousSetting, 'danger' | 'reason'> {
  return {
    danger: 'kernel-files',
    reason: say("It may write to the kernel's own files ({mounts}).", { mounts: mounts.join(', ') }),
  };
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
}): GivenFinding {
  const shownMode = (mode & 0o7777).toString(8).padStart(4, '0');
  return {
    kind: 'open-path',
    id: `open-path:${path}`,
    severity: isChange ? 'broken' : 'weak',
    containers: [...containers],
    path,
    mode: shownMode,
    summary: say('{path}: {words}.', { path, words }),
    evidence: [`mode ${shownMode}, owner ${owner}, group ${group}`],
    fix: { by: 'commands', summary: say('Take these rights away.'), commands: [...commands] },
  };
}

export interface PathProblem {
  readonly words: Words;
  readonly isChange: boolean;
  readonly commands: readonly string[];
}

/** Describes a folder that host users can enter although it should be root's alone. */
export function describeEnterableFolder(path: string): PathProblem {
  return {
    words: say('any host user can enter it and run its setuid programs'),
    isChange: false,
    commands: [`chmod o= ${path}`],
  };
}
