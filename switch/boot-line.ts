// SPDX-License-Identifier: Apache-2.0
/** What the kernel's line says of security modules, and where the next line is from. */

import { say, type Phrase } from '../contract/text.ts';
import { kernelOption, places } from './places.ts';
import type { SwitchHost } from './switch-host.ts';

/** `systemd-boot`: its entries are made from /etc/kernel/cmdline. `none`: no boot loader that is known here. */
type BootLoader = 'grub' | 'systemd-boot' | 'none';

export function bootLoaderOf(host: SwitchHost): BootLoader {
  if (host.exists('/etc/default/grub') && host.exists('/usr/sbin/update-grub')) return 'grub';
  return host.exists('/etc/kernel/cmdline') || host.exists('/boot/efi/loader/loader.conf') ? 'systemd-boot' : 'none';
}

/** The file with the line of the next boot that a person edits. */
const ownFiles: Readonly<Record<BootLoader, string>> = {
  grub: '/etc/default/grub',
  'systemd-boot': '/etc/kernel/cmdline',
  none: '/proc/cmdline',
};

/** Options that decide against SELinux, or against permissive mode, whatever is added before them. */
function findForcedOptions(line: string): readonly string[] {
  return optionsOf(line).filter((option) => {
    const [name, value = ''] = option.split('=');
    if (name === 'lsm') return !isSelinuxFirst(value.split(','));
    if (name === 'security') return value !== 'selinux';
    return option === 'selinux=0' || option === 'enforcing=1';
  });
}

/** The kernel takes the first of those that exclude each other. */
function isSelinuxFirst(modules: readonly string[]): boolean {
  return modules.find((module) => ['selinux', 'apparmor', 'smack'].includes(module)) === 'selinux';
}

function optionsOf(line: string): readonly string[] {
  return line.split(/[\s"']+/).filter((word) => word !== '');
}

/** Says of each file of the boot loader what in it is in the way. */
export function findForced(host: SwitchHost): readonly Phrase[] {
  const loader = bootLoaderOf(host);
  const found = bootFiles(host, loader).flatMap((path) =>
    findForcedOptions(valuesOf(host.read(path) ?? '', loader)).map((option) => describeForced(option, path, loader)),
  );
  if (found.length > 0) return found;
  // What is in no file here comes from elsewhere: a provider's boot loader, a hand at the console.
  const next = loader === 'grub' ? host.read(places.grubConfig) : undefined;
  return findForcedOptions(host.read('/proc/cmdline') ?? '')
    .filter((option) => next === undefined || optionsOf(next).includes(option))
    .map((option) => describeForced(option, '/proc/cmdline', loader));
}

function bootFiles(host: SwitchHost, loader: BootLoader): readonly string[] {
  const folder = '/etc/default/grub.d';
  const dropIns = loader === 'grub' ? host.list(folder).filter((name) => name.endsWith('.cfg')) : [];
  return [ownFiles[loader], ...dropIns.map((name) => `${folder}/${name}`)];
}

/** Gives the values of the boot loader's file. In a shell file of GRUB, only what is set for Linux counts. */
function valuesOf(text: string, loader: BootLoader): string {
  if (loader !== 'grub') return text;
  return [...text.matchAll(/^[ \t]*GRUB_CMDLINE_LINUX(?:_DEFAULT)?=(.*)$/gm)].map(([, value = '']) => value).join(' ');
}

function describeForced(option: string, path: string, loader: BootLoader): Phrase {
  if (path === '/proc/cmdline')
    return say(
      'The kernel was booted with {option}, which is in no file of the boot loader on this host: remove it ' +
        'where it comes from, and boot again.',
      { option },
    );
  return say(
    '{path} has {option}, which decides against what is prepared: remove it there, run {command}, and try again.',
    {
      path,
      option,
      command: loader === 'grub' ? 'update-grub' : 'kernel-install add-all',
    },
  );
}

/** True when the kernel gets SELinux at the next boot, as the boot loader's own files say. */
export function isChosenAtBoot(host: SwitchHost): boolean {
  const loader = bootLoaderOf(host);
  const line = loader === 'grub' ? host.read(places.grubConfig) : host.read(ownFiles[loader]);
  return optionsOf(line ?? '').includes(kernelOption);
}

/** Finds a file in which the administrator has put the option already, so that taking ours away would not be enough. */
export function findOtherChoice(host: SwitchHost): string | undefined {
  const loader = bootLoaderOf(host);
  return bootFiles(host, loader).find(
    (path) => path !== places.bootOptions && optionsOf(valuesOf(host.read(path) ?? '', loader)).includes(kernelOption),
  );
}

/** Is the drop-in for GRUB. */
export const grubOptions = `# Written by Bulkhead: the kernel runs SELinux instead of AppArmor. "bulkheadctl selinux back" removes it.
GRUB_CMDLINE_LINUX="$GRUB_CMDLINE_LINUX ${kernelOption}"
`;
