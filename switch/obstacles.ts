// SPDX-License-Identifier: Apache-2.0
/** What keeps the switch from being prepared, each with what to do about it. */

import { distributionOf } from '../contract/rules/distribution.ts';
import { say, type Phrase } from '../contract/text.ts';
import { bootLoaderOf, findForced, isChosenAtBoot } from './boot-line.ts';
import { describeHandEdits } from './hand-edits.ts';
import { kernelOption, packages } from './places.ts';
import type { SwitchHost } from './switch-host.ts';
import { readJournal } from './switch-journal.ts';

/** Packages with their dependencies, the built policy and the copy of it that semodule makes. */
export const neededBytes = 150 * 1024 * 1024;

/** Finds what stands against the switch, apart from missing packages, which are named by themselves. */
export function findObstacles(host: SwitchHost): readonly Phrase[] {
  return [
    ...findOtherDistribution(host),
    ...findOldKernel(host),
    ...findForced(host),
    ...findOtherLoader(host),
    ...findFullDisk(host),
    ...describeHandEdits(host, readJournal(host)),
  ];
}

export function findMissingPackages(host: SwitchHost): readonly string[] {
  const status = host.read('/var/lib/dpkg/status') ?? '';
  const installed = new Set(
    status
      .split('\n\n')
      .filter((entry) => /^Status: \S+ ok installed$/m.test(entry))
      .map((entry) => /^Package: (.+)$/m.exec(entry)?.[1]),
  );
  return packages.filter((name) => !installed.has(name));
}

function findOtherDistribution(host: SwitchHost): readonly Phrase[] {
  if (distributionOf(host.read('/etc/os-release') ?? '') === 'debian') return [];
  return [
    say(
      'This host is neither Debian nor Ubuntu: switch SELinux on by the means of its distribution; the guide ' +
        'has the commands for Fedora and RHEL.',
    ),
  ];
}

function findOldKernel(host: SwitchHost): readonly Phrase[] {
  const release = host.read('/proc/sys/kernel/osrelease')?.trim() ?? '';
  const config = host.read(`/boot/config-${release}`);
  if (config === undefined || /^CONFIG_SECURITY_SELINUX=y$/m.test(config)) return [];
  return [say('The kernel {release} was built without SELinux: boot one of the distribution.', { release })];
}

function findOtherLoader(host: SwitchHost): readonly Phrase[] {
  const loader = bootLoaderOf(host);
  if (loader === 'grub' || isChosenAtBoot(host)) return [];
  if (loader === 'systemd-boot')
    return [
      say(
        'The boot loader is not GRUB: add {option} to /etc/kernel/cmdline, run kernel-install add-all, and try again.',
        {
          option: kernelOption,
        },
      ),
    ];
  return [
    say(
      'No boot loader is known here: boot the kernel with {option}, as the provider of this machine allows it, and try again.',
      {
        option: kernelOption,
      },
    ),
  ];
}

function findFullDisk(host: SwitchHost): readonly Phrase[] {
  return ['/var', '/']
    .flatMap((path) => {
      const free = host.space(path)?.freeBytes;
      if (free === undefined || free >= neededBytes) return [];
      return [
        say('{path} has {free} MB free, and the policy needs {needed} MB: make room.', {
          path,
          free: Math.floor(free / 1024 / 1024),
          needed: neededBytes / 1024 / 1024,
        }),
      ];
    })
    .slice(0, 1);
}
