// SPDX-License-Identifier: Apache-2.0
/** Checks of what containers are made with: LXC, its bridge, subordinate ids, images. */

import type { GivenHostCheck } from '../../../../contract/model/host/host-check.ts';
import { listWords } from '../../../../contract/wording/list-words.ts';
import { joinWords, say } from '../../../../contract/text.ts';
import { idsPerContainer } from '../../../lxc/id-ranges.ts';
import { natBridge } from '../../../lxc/network/port-guard.ts';
import { installFix } from '../../../system/packages.ts';
import type { DoctorFacts, IdFacts } from '../facts/doctor-facts.ts';
import { advice, commands, judgementOf } from './judgement.ts';

/** The series of LXC in which Bulkhead is tested. */
const testedLxc = 6;
/** Somebody should hear of it when fewer ranges are free. */
const fewRanges = 5;

export function judgeContainers(facts: DoctorFacts): readonly GivenHostCheck[] {
  return [
    judgeLxc(facts),
    judgeBridge(facts),
    judgePortGuard(facts),
    judgeForwarding(facts.networkProblems),
    judgeIds(facts.ids),
    judgeImages(facts.images),
  ];
}

function judgeLxc({ info, missingLxcFiles, distribution }: DoctorFacts): GivenHostCheck {
  const { ok, warn, fail } = judgementOf('lxc', say('LXC'));
  if (info.lxc === null)
    return fail(say('LXC is not installed: no container can start.'), installFix(['lxc'], distribution));
  if (missingLxcFiles.length > 0)
    return fail(
      say('LXC {lxc} is installed without {missingLxcFiles}: containers cannot start.', {
        lxc: info.lxc,
        missingLxcFiles: missingLxcFiles.join(', '),
      }),
      installFix(['lxc'], distribution),
    );
  const major = Number.parseInt(info.lxc, 10);
  if (major >= testedLxc) return ok(say('LXC {lxc}, with its tools and its seccomp profile.', { lxc: info.lxc }));
  return warn(
    say('LXC {lxc} is older than {testedLxc}.0, with which Bulkhead is tested.', { lxc: info.lxc, testedLxc }),
    advice(say('Install LXC {testedLxc}.0 or newer.', { testedLxc })),
  );
}

function judgeBridge({ network, distribution }: DoctorFacts): GivenHostCheck {
  const { ok, warn, fail } = judgementOf('bridge', say("LXC's bridge"));
  if (network.hasBridge)
    return ok(say('The bridge {natBridge} is up; containers with NAT get their addresses there.', { natBridge }));
  if (!network.hasService)
    return fail(
      say(
        'There is no bridge {natBridge}, and no lxc-net.service that brings it up: containers with NAT cannot start.',
        { natBridge },
      ),
      installFix(['lxc'], distribution),
    );
  return warn(
    say(
      'The bridge {natBridge} is down: lxc-net.service has not started, or failed. The helper starts ' +
        'it with the next container that needs it.',
      { natBridge },
    ),
    { by: 'helper', check: 'bridge', summary: say('Start lxc-net.service now.') },
  );
}

function judgePortGuard({ network, missingTools, distribution }: DoctorFacts): GivenHostCheck {
  const { ok, warn, fail } = judgementOf('port-guard', say('Guard of bridge ports'));
  if (!network.hasPortGuard)
    return fail(
      say(
        'The program that guards the ports of containers is not in /usr/lib/bulkhead/network: ' +
          'containers with a network cannot start.',
      ),
      advice(say('Install the helper of this version again, as a whole.')),
    );
  if (!missingTools.includes('nft'))
    return ok(say('Each container is isolated on its bridge, and keeps its own address.'));
  return warn(
    say('nft is not installed: containers are isolated on the bridge, but one may use the address of another.'),
    installFix(['nft'], distribution),
  );
}

function judgeForwarding(problems: DoctorFacts['networkProblems']): GivenHostCheck {
  const { ok, fail } = judgementOf('forwarding', say('Published ports and links'));
  if (problems.length === 0)
    return ok(say('The host forwards what is published and linked, and nothing else between containers.'));
  return fail(
    say('What the kernel forwards is not what was chosen: {problems}.', { problems: joinWords(problems, '; ') }),
    commands(
      say('Restart the helper, which sets it again; containers continue to run.'),
      'systemctl restart bulkhead-helper.service',
    ),
  );
}

function judgeIds({ users, groups, taken }: IdFacts): GivenHostCheck {
  const { ok, warn, fail } = judgementOf('subordinate-ids', say('Subordinate ids'));
  const room = Math.min(users, groups);
  const free = room - taken;
  const fix = advice(
    say(
      'Give root more ids: a line root:START:COUNT in /etc/subuid and /etc/subgid, {idsPerContainer} for each ' +
        'container, that no other line has.',
      { idsPerContainer },
    ),
  );
  if (room === 0) {
    const lacking = [...(users === 0 ? ['/etc/subuid'] : []), ...(groups === 0 ? ['/etc/subgid'] : [])];
    return fail(
      say('root has no subordinate ids in {lacking}: no container can have a user namespace.', {
        lacking: listWords(lacking),
      }),
      commands(
        say('Give root a range for 15258 containers, which the helper sees after a restart.'),
        ...lacking.map((file) => `echo root:100000:1000000000 >> ${file}`),
        'systemctl restart bulkhead-helper.service',
      ),
    );
  }
  if (free <= 0)
    return fail(
      say("All {room} ranges of root's subordinate ids are taken: no more containers can be created.", { room }),
      fix,
    );
  const label = say("root's subordinate ids are enough for {room} containers, of which {taken} are taken.", {
    room,
    taken,
  });
  return free < fewRanges ? warn(label, fix) : ok(label);
}

function judgeImages(count: number): GivenHostCheck {
  const { ok, warn } = judgementOf('images', say('Images'));
  if (count > 0) return ok(count === 1 ? say('There is 1 image.') : say('There are {count} images.', { count }));
  return warn(
    say('There is no image: no container can be created.'),
    commands(
      say(
        'Make one of Debian with mmdebstrap, or import one, on the page Images or with bulkheadctl image import. ' +
          'Containers and the drill need one.',
      ),
      'bulkheadctl image debian --as debian-13',
    ),
  );
}
