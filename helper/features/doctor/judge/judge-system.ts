// SPDX-License-Identifier: Apache-2.0
/** Checks of the machine beneath everything: kernel, cgroups, Node, clock. */

import type { HostCheck } from '../../../../contract/model/host/host-check.ts';
import { isKernelAtLeast, minimumKernel } from '../../../system/requirements.ts';
import type { ClockFacts, DoctorFacts, KernelFeatures, NodeFacts } from '../facts/doctor-facts.ts';
import { advice, commands, judgementOf } from './judgement.ts';

/** `engines` of package.json. */
const minimumNode = [20, 19] as const;
const wantedControllers = ['cpu', 'io', 'memory', 'pids'] as const;
const daySeconds = 86_400;

export function judgeSystem({ info, kernel, controllers, node, clock }: DoctorFacts): readonly HostCheck[] {
  return [
    judgeKernel(info.kernel),
    judgeFeatures(kernel),
    judgeCgroup(info.cgroup, controllers),
    judgeNode(node),
    judgeClock(clock),
  ];
}

function judgeKernel(release: string): HostCheck {
  const { ok, fail } = judgementOf('kernel', 'Kernel');
  const wanted = minimumKernel.join('.');
  if (isKernelAtLeast(release)) return ok(`Linux ${release}; the helper needs ${wanted} or newer.`);
  return fail(
    `Linux ${release} cannot tell the helper safely who calls it; ${wanted} or newer can.`,
    advice(`Install a kernel of version ${wanted} or newer and restart the host.`),
  );
}

function judgeFeatures({ hasOverlay, hasUserNamespaces, hasSeccomp }: KernelFeatures): HostCheck {
  const { ok, fail } = judgementOf('kernel-features', 'Kernel features');
  const missing = [
    ...(hasOverlay ? [] : ['overlayfs']),
    ...(hasUserNamespaces ? [] : ['user namespaces']),
    ...(hasSeccomp ? [] : ['seccomp filters']),
  ];
  if (missing.length === 0) return ok('The kernel has overlayfs, user namespaces and seccomp filters.');
  return fail(
    `The kernel lacks ${missing.join(', ')}, or a setting turns that off; no container can start without it.`,
    hasUserNamespaces
      ? advice("Use the distribution's own kernel, and block no module that is named here in /etc/modprobe.d.")
      : commands('Allow user namespaces, as far as the kernel has them.', 'sysctl user.max_user_namespaces=15000'),
  );
}

function judgeCgroup(mode: string, controllers: readonly string[]): HostCheck {
  const { ok, warn, fail } = judgementOf('cgroup', 'Control groups');
  if (mode !== 'v2')
    return fail(
      `The host uses cgroup ${mode}. Limits and use of containers are known by cgroup v2 only.`,
      advice('Start the host with systemd.unified_cgroup_hierarchy=1 on the command line of the kernel.'),
    );
  const missing = wantedControllers.filter((name) => !controllers.includes(name));
  if (missing.length === 0) return ok(`cgroup v2 with the controllers ${wantedControllers.join(', ')}.`);
  return warn(
    `cgroup v2 without the ${missing.length === 1 ? 'controller' : 'controllers'} ${missing.join(', ')}: ` +
      'such limits of containers cannot be set.',
    advice('Remove cgroup_disable= and cgroup_no_v1= from the command line of the kernel, and restart the host.'),
  );
}

function judgeNode({ version, isReplaced }: NodeFacts): HostCheck {
  const { ok, warn } = judgementOf('node', 'Node');
  const restart = commands(
    'Restart the helper; containers continue to run.',
    'systemctl restart bulkhead-helper.service',
  );
  if (isReplaced)
    return warn(
      `The helper runs on Node ${version}, whose program was replaced or removed since. Without /usr/bin/node it cannot start again.`,
      restart,
    );
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [wantedMajor, wantedMinor] = minimumNode;
  const isOld = major < wantedMajor || (major === wantedMajor && minor < wantedMinor);
  if (!isOld) return ok(`Node ${version}.`);
  const wanted = minimumNode.join('.');
  return warn(
    `Node ${version} is older than ${wanted}, with which the helper is tested.`,
    advice(`Install Node ${wanted} or newer as /usr/bin/node, then restart the helper.`),
  );
}

function judgeClock({ isSynchronised, now, builtAt }: ClockFacts): HostCheck {
  const { ok, warn, fail } = judgementOf('clock', 'Clock');
  const synchronise = commands('Let a time server set the clock.', 'timedatectl set-ntp true', 'timedatectl');
  if (now < builtAt - daySeconds)
    return fail(
      `The clock says ${dayOf(now)}, and this helper was made on ${dayOf(builtAt)}: times of denials and of the activity log are wrong.`,
      synchronise,
    );
  if (isSynchronised === true) return ok('The kernel says that the clock is synchronised.');
  return warn(
    isSynchronised === false
      ? 'The clock is not synchronised with a time server, so times of denials may not match those of other hosts.'
      : 'The kernel does not say whether the clock is synchronised.',
    synchronise,
  );
}

function dayOf(seconds: number): string {
  return new Date(seconds * 1000).toISOString().slice(0, 10);
}
