// SPDX-License-Identifier: Apache-2.0
/** Which package of a distribution brings what the helper needs, and the command that installs it. */

import type { Distribution } from '../../contract/rules/distribution.ts';
import type { AdviceFix, CommandsFix } from '../../contract/model/host/fix.ts';
import { say } from '../../contract/text.ts';

const packages = {
  lxc: { debian: 'lxc', fedora: 'lxc' },
  polkit: { debian: 'polkitd', fedora: 'polkit' },
  auditd: { debian: 'auditd', fedora: 'audit' },
  nft: { debian: 'nftables', fedora: 'nftables' },
  node: { debian: 'nodejs', fedora: 'nodejs' },
  semodule: { debian: 'policycoreutils', fedora: 'policycoreutils' },
  restorecon: { debian: 'policycoreutils', fedora: 'policycoreutils' },
  semanage: { debian: 'policycoreutils-python-utils', fedora: 'policycoreutils-python-utils' },
  checkpolicy: { debian: 'checkpolicy', fedora: 'checkpolicy' },
  'a time service': { debian: 'systemd-timesyncd', fedora: 'chrony' },
  secilc: { debian: 'secilc', fedora: 'secilc' },
} as const satisfies Readonly<Record<string, Readonly<Record<Distribution, string>>>>;

export type HostTool = keyof typeof packages;

const installers: Readonly<Record<Distribution, string>> = { debian: 'apt install', fedora: 'dnf install' };
/** How these tools are installed: a command where the distribution is known, words elsewhere. */
export function installFix(
  tools: readonly HostTool[],
  distribution: Distribution | undefined,
): CommandsFix | AdviceFix {
  if (distribution === undefined)
    return {
      by: 'advice',
      summary: say('Install {tools} by the means of this distribution.', { tools: tools.join(', ') }),
    };
  const names = [...new Set(tools.map((tool) => packages[tool][distribution]))];
  return {
    by: 'commands',
    summary: names.length === 1 ? say('Install the package.') : say('Install the packages.'),
    commands: [`${installers[distribution]} ${names.join(' ')}`],
  };
}
