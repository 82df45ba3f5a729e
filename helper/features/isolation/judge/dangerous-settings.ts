// SPDX-License-Identifier: Apache-2.0
/**
 * Finds the lines of a container's configuration that weaken its isolation. Lines of the distribution's own files are
 * not judged.
 */

import { describeHostMount, describeKernelFiles } from '../../../../contract/wording/isolation/describe-findings.ts';
import type { GivenDangerousSetting } from '../../../../contract/model/isolation-finding.ts';
import { joinWords, say } from '../../../../contract/text.ts';
import { judgeIncusKey } from './incus-settings.ts';
import { isDevLabelHook } from '../../../lxc/dev-label.ts';
import { isNamespaceGuardLine } from '../../../lxc/network/namespace-guard.ts';
import { isGuardLine } from '../../../lxc/network/port-guard.ts';
import type { SourcedLine } from '../../../lxc/included-configuration.ts';

export interface SettingsBasis {
  readonly name: string;
  readonly isManaged: boolean;
  readonly lines: readonly SourcedLine[];
}

type Judgement = Pick<GivenDangerousSetting, 'danger' | 'reason'> | undefined;

/** The files that LXC's package brings for all containers. */
const ofDistribution = '/usr/share/lxc/';
/** What Bulkhead itself puts into a container. */
const ofBulkhead = '/var/lib/bulkhead/';
/** With one of these, root inside has in effect the power of root of the host. */
const graveCapabilities = new Set([
  'sys_admin',
  'sys_module',
  'sys_rawio',
  'sys_ptrace',
  'sys_boot',
  'sys_time',
  'syslog',
  'mac_admin',
  'mac_override',
  'dac_read_search',
  'bpf',
  'perfmon',
]);
const pseudoFileSystems = new Set([
  'proc',
  'sysfs',
  'tmpfs',
  'devpts',
  'mqueue',
  'cgroup',
  'cgroup2',
  'ramfs',
  'securityfs',
  'debugfs',
  'fusectl',
  'binfmt_misc',
  'configfs',
]);
/** A folder may hold many files, of which each is left out for a reason. */
const maxReasons = 10;
const hooksOfHost = new Set([
  'pre-start',
  'pre-mount',
  'mount',
  'autodev',
  'start-host',
  'stop',
  'post-stop',
  'clone',
  'destroy',
  'version',
]);

export function dangerousSettings({ name, isManaged, lines }: SettingsBasis): readonly GivenDangerousSetting[] {
  const found = lines.flatMap((line) => {
    if (line.file.startsWith(ofDistribution)) return [];
    const judged = judgeLine(line, { name, isManaged });
    return judged === undefined ? [] : [{ ...judged, key: line.key, value: line.value }];
  });
  return [...found, ...withoutSeccomp(lines)];
}

function judgeLine({ key, value, skipped }: SourcedLine, { name, isManaged }: Omit<SettingsBasis, 'lines'>): Judgement {
  if (!key.startsWith('lxc.')) return judgeIncusKey({ key, value });
  if (key === 'lxc.cap.keep') return keptCapabilities(value);
  if (/^lxc\.cgroup2?\.devices\.allow$/.test(key)) return allowedDevice(value);
  if (key === 'lxc.mount.entry') return mountEntry(value, name);
  if (key === 'lxc.mount') return { danger: 'host-mount', reason: say('It mounts whatever {value} lists.', { value }) };
  if (key === 'lxc.mount.auto') return autoMounts(value);
  if (key === 'lxc.rootfs.path' && /^(dir:)?\/+$/.test(value))
    return { danger: 'host-mount', reason: say("Its root is the host's own root.") };
  if (key.startsWith('lxc.namespace.'))
    return {
      danger: 'namespace',
      reason: say('It keeps or shares a namespace ({value}) that a container should have for itself.', { value }),
    };
  if (/^lxc\.net\.\d+\.type$/.test(key) && value === 'none')
    return {
      danger: 'namespace',
      reason: say("It has no network namespace: it uses the host's network, and the host's abstract sockets."),
    };
  if (key === 'lxc.autodev' && value === '0')
    return {
      danger: 'device',
      reason: say('Its /dev is whatever its image holds, instead of a fresh one with the few harmless devices.'),
    };
  if (skipped !== undefined)
    return {
      danger: 'include',
      reason: say('It takes in {value}, which is not judged as a whole: {reasons}.', {
        value,
        reasons: joinWords(skipped.slice(0, maxReasons), '; '),
      }),
    };
  if (key === 'lxc.include' && (isManaged || !value.startsWith(ofDistribution)))
    return {
      danger: 'include',
      reason: say('It takes in {value}, so every user who may write that file changes this container.', { value }),
    };
  if (/^lxc\.net\.\d+\.script\./.test(key))
    return isGuardLine({ key, value })
      ? undefined
      : {
          danger: 'hook',
          reason: say('A program of the host runs as root when the network of the container is set up or removed.'),
        };
  if (key.startsWith('lxc.hook.')) return hook(key.slice('lxc.hook.'.length), value);
  return undefined;
}

function keptCapabilities(value: string): Judgement {
  const grave = value
    .toLowerCase()
    .split(/\s+/)
    .filter((capability) => graveCapabilities.has(capability));
  return grave.length === 0
    ? undefined
    : {
        danger: 'capability',
        reason: say('It keeps {grave}, of which each can undo a part of the confinement.', { grave: grave.join(', ') }),
      };
}

/** Judges an allowed device: to create a node (`m`) is harmless; to read or write it is what counts. */
function allowedDevice(value: string): Judgement {
  const [type = '', numbers = '', access = 'rwm'] = value.split(/\s+/);
  if (!/[rw]/.test(access)) return undefined;
  if (type === 'a')
    return { danger: 'device', reason: say('It may use every device of the host, raw disks and memory among them.') };
  if (type === 'b')
    return {
      danger: 'device',
      reason: say('It may use the block device {numbers}: a raw disk is below every label.', { numbers }),
    };
  if (/^1:(?:1|2|4|\*)$/.test(numbers) || numbers.startsWith('*'))
    return {
      danger: 'device',
      reason: say(
        'It may use the character device {numbers}, the memory or the ports of the host among what that is.',
        { numbers },
      ),
    };
  return undefined;
}

function mountEntry(value: string, name: string): Judgement {
  const [source = '', , type = '', options = ''] = value.split(/\s+/);
  if (pseudoFileSystems.has(type) || !source.startsWith('/')) return undefined;
  if (source.startsWith(ofBulkhead) || source.startsWith(`/var/lib/lxc/${name}/`)) return undefined;
  const isReadOnly = options.split(',').includes('ro');
  return describeHostMount(source, isReadOnly);
}

function autoMounts(value: string): Judgement {
  const words = value.split(/\s+/);
  const open = words.filter((word) => word === 'proc:rw' || word === 'sys:rw' || word.startsWith('cgroup-full'));
  return open.length === 0 ? undefined : describeKernelFiles(open);
}

/**
 * Judges a hook. Those that Bulkhead writes label what is in memory and guard the network namespace; others run as root
 * on the host.
 */
function hook(kind: string, value: string): Judgement {
  if (!hooksOfHost.has(kind) || kind === 'version' || value === '' || value.startsWith(ofDistribution))
    return undefined;
  const line = { key: `lxc.hook.${kind}`, value };
  if (isDevLabelHook(line) || isNamespaceGuardLine(line)) return undefined;
  return {
    danger: 'hook',
    reason: say('A program of the host runs as root when the container reaches the step {kind}.', { kind }),
  };
}

function withoutSeccomp(lines: readonly SourcedLine[]): readonly GivenDangerousSetting[] {
  const profile = lines.findLast(({ key }) => key === 'lxc.seccomp.profile')?.value ?? '';
  if (profile !== '') return [];
  return [
    {
      danger: 'seccomp',
      key: 'lxc.seccomp.profile',
      value: '',
      reason: say('No profile of seccomp is named, so it may make every system call.'),
    },
  ];
}
