// SPDX-License-Identifier: Apache-2.0
/**
 * What an administrator runs where SELinux of the host is not as it has to be: the same words wherever that is found.
 */

import type { Distribution } from './distribution.ts';
import type { AdviceFix, CommandsFix } from '../model/host/fix.ts';
import type { HostInfo } from '../model/host/host.ts';
import { switchCommands } from '../model/host/switch.ts';
import { say } from '../text.ts';

/**
 * Loads the modules that came with this helper: all of them in one transaction, at the priority of packages, where the
 * next version replaces them.
 */
export const installModules: CommandsFix = {
  by: 'commands',
  summary: say('Load the modules that came with this helper.'),
  commands: ['/usr/libexec/bulkhead-selinux/install-modules'],
};

const policyOfDistribution: Readonly<Record<Distribution, readonly string[]>> = {
  debian: [switchCommands.plan, switchCommands.prepare, switchCommands.reboot, switchCommands.watch],
  fedora: [
    'dnf install selinux-policy-targeted audit',
    "grubby --update-kernel ALL --remove-args 'selinux enforcing'",
    "sed -i 's/^SELINUX=.*/SELINUX=enforcing/' /etc/selinux/config",
    'fixfiles -F onboot',
    'reboot',
  ],
};

/** Words alone where the distribution is not known. */
export function bootWithSelinux(distribution: Distribution | undefined): CommandsFix | AdviceFix {
  const summary = say('Install a policy, let all files be labelled, and boot with SELinux.');
  return distribution === undefined
    ? { by: 'advice', summary }
    : { by: 'commands', summary, commands: [...policyOfDistribution[distribution]] };
}

/**
 * Gives the commands that switch the host to enforcing. On Debian they begin a trial, which ends by itself where
 * something breaks.
 */
export function enforceOn(distribution: Distribution | undefined): CommandsFix {
  if (distribution === 'debian')
    return {
      by: 'commands',
      summary: say('Look at what enforcing would deny, try it for a time, and keep it.'),
      commands: [switchCommands.watch, switchCommands.enforce, switchCommands.confirm],
    };
  return {
    by: 'commands',
    summary: say('Enforce from now on. To keep it so over a reboot, set SELINUX=enforcing in /etc/selinux/config.'),
    commands: ['setenforce 1'],
  };
}

/** Brings every denial into a log, where the kernel's ring has only a part of them. */
export function logEveryDenial(
  source: Exclude<HostInfo['denialSource'], null>,
  distribution: Distribution | undefined,
): CommandsFix {
  return source === 'journald'
    ? {
        by: 'commands',
        summary: say('Let journald have every record from the kernel, or install auditd.'),
        commands: ['systemctl enable systemd-journald-audit.socket', 'systemctl restart systemd-journald'],
      }
    : {
        by: 'commands',
        summary: say('Install auditd and start it.'),
        commands: [
          distribution === 'fedora' ? 'dnf install audit' : 'apt install auditd',
          'systemctl enable --now auditd',
        ],
      };
}
