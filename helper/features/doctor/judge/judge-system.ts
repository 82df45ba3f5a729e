// SPDX-License-Identifier: Apache-2.0
/** Checks of the machine beneath everything: kernel, cgroups, Node, clock. */

import type { Distribution } from '../../../../contract/rules/distribution.ts';
import type { GivenHostCheck } from '../../../../contract/model/host/host-check.ts';
import { joinWords, say } from '../../../../contract/text.ts';
import { installFix } from '../../../system/packages.ts';
import { isKernelAtLeast, minimumKernel } from '../../../system/requirements.ts';
import type { ClockFacts, DoctorFacts, KernelFeatures, NodeFacts } from '../facts/doctor-facts.ts';
import { advice, commands, judgementOf } from './judgement.ts';

/** `engines` of package.json. */
const minimumNode = [20, 19] as const;
const wantedControllers = ['cpu', 'io', 'memory', 'pids'] as const;
const daySeconds = 86_400;

export function judgeSystem({
  info,
  kernel,
  controllers,
  node,
  clock,
  distribution,
}: DoctorFacts): readonly GivenHostCheck[] {
  return [
    judgeKernel(info.kernel),
    judgeFeatures(kernel),
    judgeCgroup(info.cgroup, controllers),
    judgeNode(node),
    judgeClock(clock, distribution),
  ];
}

function judgeKernel(release: string): GivenHostCheck {
  const { ok, fail } = judgementOf('kernel', say('Kernel'));
  const wanted = minimumKernel.join('.');
  if (isKernelAtLeast(release))
    return ok(say('Linux {release}; the helper needs {wanted} or newer.', { release, wanted }));
  return fail(
    say('Linux {release} cannot tell the helper safely who calls it; {wanted} or newer can.', { release, wanted }),
    advice(say('Install a kernel of version {wanted} or newer and restart the host.', { wanted })),
  );
}

function judgeFeatures({ hasOverlay, hasUserNamespaces, hasSeccomp }: KernelFeatures): GivenHostCheck {
  const { ok, fail } = judgementOf('kernel-features', say('Kernel features'));
  const missing = [
    ...(hasOverlay ? [] : ['overlayfs']),
    ...(hasUserNamespaces ? [] : [say('user namespaces')]),
    ...(hasSeccomp ? [] : [say('seccomp filters')]),
  ];
  if (missing.length === 0) return ok(say('The kernel has overlayfs, user namespaces and seccomp filters.'));
  return fail(
    say('The kernel lacks {missing}, or a setting turns that off; no container can start without it.', {
      missing: joinWords(missing, ', '),
    }),
    hasUserNamespaces
      ? advice(say("Use the distribution's own kernel, and block no module that is named here in /etc/modprobe.d."))
      : commands(say('Allow user namespaces, as far as the kernel has them.'), 'sysctl user.max_user_namespaces=15000'),
  );
}

function judgeCgroup(mode: string, controllers: readonly string[]): GivenHostCheck {
  const { ok, warn, fail } = judgementOf('cgroup', say('Control groups'));
  if (mode !== 'v2')
    return fail(
      say('The host uses cgroup {mode}. Limits and use of containers are known by cgroup v2 only.', { mode }),
      advice(say('Start the host with systemd.unified_cgroup_hierarchy=1 on the command line of the kernel.')),
    );
  const missing = wantedControllers.filter((name) => !controllers.includes(name));
  if (missing.length === 0)
    return ok(
      say('cgroup v2 with the controllers {wantedControllers}.', { wantedControllers: wantedControllers.join(', ') }),
    );
  return warn(
    missing.length === 1
      ? say('cgroup v2 without the controller {missing}: such limits of containers cannot be set.', {
          missing: missing.join(', '),
        })
      : say('cgroup v2 without the controllers {missing}: such limits of containers cannot be set.', {
          missing: missing.join(', '),
        }),
    advice(say('Remove cgroup_disable= and cgroup_no_v1= from the command line of the kernel, and restart the host.')),
  );
}

function judgeNode({ version, isReplaced }: NodeFacts): GivenHostCheck {
  const { ok, warn } = judgementOf('node', say('Node'));
  const restart = commands(
    say('Restart the helper; containers continue to run.'),
    'systemctl restart bulkhead-helper.service',
  );
  if (isReplaced)
    return warn(
      say(
        'The helper runs on Node {version}, whose program was replaced or removed since. Without ' +
          '/usr/bin/node it cannot start again.',
        { version },
      ),
      restart,
    );
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [wantedMajor, wantedMinor] = minimumNode;
  const isOld = major < wantedMajor || (major === wantedMajor && minor < wantedMinor);
  if (!isOld) return ok(say('Node {version}.', { version }));
  const wanted = minimumNode.join('.');
  return warn(
    say('Node {version} is older than {wanted}, with which the helper is tested.', { version, wanted }),
    advice(say('Install Node {wanted} or newer as /usr/bin/node, then restart the helper.', { wanted })),
  );
}

function judgeClock(
  { isSynchronised, hasTimeService, now, builtAt }: ClockFacts,
  distribution: Distribution | undefined,
): GivenHostCheck {
  const { ok, warn, fail } = judgementOf('clock', say('Clock'));
  // Without one, timedatectl says that NTP is not supported.
  const synchronise = hasTimeService
    ? commands(say('Let a time server set the clock.'), 'timedatectl set-ntp true', 'timedatectl')
    : installFix(['a time service'], distribution);
  if (now < builtAt - daySeconds)
    return fail(
      say(
        'The clock says {today}, and this helper was made on {builtOn}: times of denials and of the ' +
          'activity log are wrong.',
        { today: dayOf(now), builtOn: dayOf(builtAt) },
      ),
      synchronise,
    );
  if (isSynchronised === true) return ok(say('The kernel says that the clock is synchronised.'));
  return warn(
    isSynchronised === false
      ? say('The clock is not synchronised with a time server, so times of denials may not match those of other hosts.')
      : say('The kernel does not say whether the clock is synchronised.'),
    synchronise,
  );
}

function dayOf(seconds: number): string {
  return new Date(seconds * 1000).toISOString().slice(0, 10);
}
