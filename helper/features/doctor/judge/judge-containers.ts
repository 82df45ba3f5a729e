// SPDX-License-Identifier: Apache-2.0
/** Checks of what containers are made with: LXC, its bridge, subordinate ids, images. */

import type { HostCheck } from '../../../../contract/model/host/host-check.ts';
import { idsPerContainer } from '../../../lxc/id-ranges.ts';
import { natBridge } from '../../../lxc/network/port-guard.ts';
import { installFix } from '../../../system/packages.ts';
import type { DoctorFacts, IdFacts } from '../facts/doctor-facts.ts';
import { advice, commands, judgementOf } from './judgement.ts';

/** The series of LXC in which Bulkhead is tested. */
const testedLxc = 6;
/** With fewer free ranges somebody should hear of it. */
const fewRanges = 5;

export function judgeContainers(facts: DoctorFacts): readonly HostCheck[] {
  return [judgeLxc(facts), judgeBridge(facts), judgePortGuard(facts), judgeIds(facts.ids), judgeImages(facts.images)];
}

function judgeLxc({ info, missingLxcFiles, distribution }: DoctorFacts): HostCheck {
  const { ok, warn, fail } = judgementOf('lxc', 'LXC');
  if (info.lxc === null)
    return fail('LXC is not installed: no container can start.', installFix(['lxc'], distribution));
  if (missingLxcFiles.length > 0)
    return fail(
      `LXC ${info.lxc} is installed without ${missingLxcFiles.join(', ')}: containers cannot start.`,
      installFix(['lxc'], distribution),
    );
  const major = Number.parseInt(info.lxc, 10);
  if (major >= testedLxc) return ok(`LXC ${info.lxc}, with its tools and its seccomp profile.`);
  return warn(
    `LXC ${info.lxc} is older than ${testedLxc}.0, with which Bulkhead is tested.`,
    advice(`Install LXC ${testedLxc}.0 or newer.`),
  );
}

function judgeBridge({ network, distribution }: DoctorFacts): HostCheck {
  const { ok, warn, fail } = judgementOf('bridge', "LXC's bridge");
  if (network.hasBridge) return ok(`The bridge ${natBridge} is up; containers with NAT get their addresses there.`);
  if (!network.hasService)
    return fail(
      `There is no bridge ${natBridge}, and no lxc-net.service that brings it up: containers with NAT cannot start.`,
      installFix(['lxc'], distribution),
    );
  return warn(
    `The bridge ${natBridge} is down: lxc-net.service has not started, or failed. ` +
      'The helper starts it with the next container that needs it.',
    { by: 'helper', check: 'bridge', summary: 'Start lxc-net.service now.' },
  );
}

function judgePortGuard({ network, missingTools, distribution }: DoctorFacts): HostCheck {
  const { ok, warn, fail } = judgementOf('port-guard', 'Guard of bridge ports');
  if (!network.hasPortGuard)
    return fail(
      'The program that guards the ports of containers is not in /usr/lib/bulkhead/network: containers with a network cannot start.',
      advice('Install the helper of this version again, as a whole.'),
    );
  if (!missingTools.includes('nft')) return ok('Each container is isolated on its bridge, and keeps its own address.');
  return warn(
    'nft is not installed: containers are isolated on the bridge, but one may use the address of another.',
    installFix(['nft'], distribution),
  );
}

function judgeIds({ users, groups, taken }: IdFacts): HostCheck {
  const { ok, warn, fail } = judgementOf('subordinate-ids', 'Subordinate ids');
  const room = Math.min(users, groups);
  const free = room - taken;
  const files = 'root:START:COUNT in /etc/subuid and /etc/subgid';
  const fix = advice(
    `Give root more ids: a line ${files}, ${idsPerContainer} for each container, that no other line has.`,
  );
  if (room === 0) {
    const lacking = [...(users === 0 ? ['/etc/subuid'] : []), ...(groups === 0 ? ['/etc/subgid'] : [])];
    return fail(
      `root has no subordinate ids in ${lacking.join(' and ')}: no container can have a user namespace.`,
      commands(
        'Give root a range for 15258 containers, which the helper sees after a restart.',
        ...lacking.map((file) => `echo root:100000:1000000000 >> ${file}`),
        'systemctl restart bulkhead-helper.service',
      ),
    );
  }
  if (free <= 0)
    return fail(`All ${room} ranges of root's subordinate ids are taken: no more containers can be created.`, fix);
  const label = `root's subordinate ids are enough for ${room} containers, of which ${taken} are taken`;
  return free < fewRanges ? warn(`${label}.`, fix) : ok(`${label}.`);
}

function judgeImages(count: number): HostCheck {
  const { ok, warn } = judgementOf('images', 'Images');
  if (count > 0) return ok(count === 1 ? 'There is 1 image.' : `There are ${count} images.`);
  return warn(
    'There is no image: no container can be created.',
    advice('Import one, on the page Images or with bulkheadctl image import; the guide says where images come from.'),
  );
}
