// SPDX-License-Identifier: Apache-2.0
/** What the switch does on this host, what is lost by it, and how to come back. Reads only. */

import type { GivenSwitchPlan } from '../contract/model/host/switch.ts';
import { say, type Phrase } from '../contract/text.ts';
import { bootLoaderOf } from './boot-line.ts';
import { describeUnlabelled, readLabelling } from './labelled-files.ts';
import { findMissingPackages, findObstacles, neededBytes } from './obstacles.ts';
import { kernelOption, places } from './places.ts';
import type { SwitchHost } from './switch-host.ts';

export function readPlan(host: SwitchHost): GivenSwitchPlan {
  return {
    steps: {
      prepare: describePrepare(host),
      enforce: describeEnforce(),
      confirm: describeConfirm(),
      back: describeBack(host),
    },
    obstacles: [...findObstacles(host)],
    missingPackages: [...findMissingPackages(host)],
    labelling: readLabelling(host),
    profiles: readProfiles(host),
    consequences: [...describeConsequences(host)],
    services: [...readServices(host)],
    wayBack: describeWayBack(host),
    neededBytes,
    freeBytes: host.space('/var')?.freeBytes ?? null,
  };
}

function describePrepare(host: SwitchHost): Phrase[] {
  const missing = findMissingPackages(host);
  return [
    ...(missing.length === 0 ? [] : [say('Install {packages}.', { packages: missing.join(', ') })]),
    say('Set SELINUX=permissive in {path}: what would be denied is logged, not blocked.', { path: places.config }),
    say('Write {path}: the next boot with SELinux labels all files.', { path: places.relabel }),
    ...(bootLoaderOf(host) === 'grub'
      ? [
          say('Write {path}, which adds {option} to the line of the kernel, and run update-grub.', {
            path: places.bootOptions,
            option: kernelOption,
          }),
        ]
      : []),
    say(
      'Reboot, when you choose to: the host labels its files without serving anybody, and boots once more by itself.',
    ),
  ];
}

function describeEnforce(): Phrase[] {
  return [
    say('Have systemd set SELinux to permissive again after the time of the trial, whatever becomes of this session.'),
    say('Let SELinux enforce. A reboot within that time comes up permissive.'),
  ];
}

function describeConfirm(): Phrase[] {
  return [say('Set SELINUX=enforcing in {path}, and end what would end the trial.', { path: places.config })];
}

function describeBack(host: SwitchHost): Phrase[] {
  return [
    say('Set SELinux to permissive, if it enforces.'),
    ...(bootLoaderOf(host) === 'grub'
      ? [say('Remove {path}, and run update-grub.', { path: places.bootOptions })]
      : []),
    say('Restore {path}, and remove {relabel}.', { path: places.config, relabel: places.relabel }),
    say('Reboot, when you choose to. Labels stay on the disk; without SELinux they mean nothing.'),
  ];
}

function readProfiles(host: SwitchHost): GivenSwitchPlan['profiles'] {
  const text = host.read('/sys/kernel/security/apparmor/profiles') ?? '';
  return [...text.matchAll(/^(.+) \((\w+)\)$/gm)].map(([, name = '', mode = '']) => ({ name, mode }));
}

interface Consequence {
  /** Lists paths of which any is there where it concerns the host. */
  readonly paths: readonly string[];
  readonly words: Phrase;
}

const consequences: readonly Consequence[] = [
  {
    paths: ['/usr/bin/dockerd', '/usr/sbin/dockerd'],
    words: say(
      'Docker: its containers lose the profile docker-default. SELinux confines them only once ' +
        '/etc/docker/daemon.json has "selinux-enabled": true and the policy knows container_t; seccomp, ' +
        'capabilities and namespaces stay.',
    ),
  },
  {
    paths: ['/usr/bin/podman'],
    words: say(
      'Podman: its containers lose the profile containers-default. Podman labels containers by itself where ' +
        'the policy has container_t; volumes need the option :z or :Z.',
    ),
  },
  {
    paths: ['/usr/bin/incusd', '/usr/libexec/incus/incusd', '/opt/incus/bin/incusd', '/usr/bin/lxd', '/snap/bin/lxd'],
    words: say(
      'Incus or LXD: instances lose their profiles. With Bulkhead, incusd and its instances are confined by ' +
        'SELinux once the boolean bulkhead_incus_confined is on.',
    ),
  },
  {
    paths: ['/usr/bin/lxc-start'],
    words: say(
      'LXC: containers lose their profiles, and a configuration with lxc.apparmor.profile still starts. ' +
        'Bulkhead gives a context to the containers that it makes or adopts.',
    ),
  },
  {
    paths: ['/usr/sbin/libvirtd', '/usr/sbin/virtqemud'],
    words: say(
      'libvirt: machines lose their profiles; sVirt gives them SELinux labels instead when libvirt starts again.',
    ),
  },
  {
    paths: ['/usr/bin/snap'],
    words: say('snapd: snaps are confined by AppArmor, and run without most of their confinement afterwards.'),
  },
];

function describeConsequences(host: SwitchHost): readonly Phrase[] {
  return [
    ...consequences.filter(({ paths }) => paths.some((path) => host.exists(path))).map(({ words }) => words),
    ...describeUnlabelled(host),
  ];
}

/** systemd's own parts are not named: the policy has domains for them. */
function readServices(host: SwitchHost): readonly string[] {
  return host
    .list('/sys/fs/cgroup/system.slice')
    .filter((name) => name.endsWith('.service') && !/^(?:systemd-|bulkhead-|user@)/.test(name))
    .map((name) => name.replace(/\.service$/, ''));
}

function describeWayBack(host: SwitchHost): Phrase[] {
  return [
    say('Run bulkheadctl selinux back as root, and reboot.'),
    ...(bootLoaderOf(host) === 'grub'
      ? [
          say(
            'Where the host does not come up: in the menu of GRUB (Shift or Esc while it starts) press e, and ' +
              'put security=apparmor at the end of the line that begins with linux, or enforcing=0 to keep ' +
              'SELinux and block nothing; Ctrl-X boots once with it.',
          ),
        ]
      : [
          say('Where the host does not come up, boot once with security=apparmor instead of {option}.', {
            option: kernelOption,
          }),
        ]),
  ];
}
