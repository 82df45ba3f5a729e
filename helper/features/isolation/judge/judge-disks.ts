// SPDX-License-Identifier: Apache-2.0
/** Findings about the disk that containers share: layers that nothing limits. */

import type { GivenFinding } from '../../../../contract/model/isolation-finding.ts';
import { say } from '../../../../contract/text.ts';
import type { ContainerFacts } from '../facts/facts.ts';

/** Managed containers whose root can fill the disk of the host. */
export function judgeDisks(containers: readonly ContainerFacts[]): readonly GivenFinding[] {
  return containers.flatMap(({ container: { name, disk } }): readonly GivenFinding[] => {
    if (disk?.backing !== 'none') return [];
    return [
      {
        kind: 'no-disk-limit',
        id: `no-disk-limit:${name}`,
        severity: 'weak',
        containers: [name],
        summary: say(
          'Nothing limits what {name} writes: its root can fill the disk of the host, and with that ' +
            "end the host's log of denials.",
          { name },
        ),
        evidence: [`/var/lib/lxc/${name}/bulkhead.json: no layer`],
        fix: {
          by: 'advice',
          summary: say(
            'It was created before layers had limits. Give the file system of /var/lib/bulkhead ' +
              'project quotas (docs/guide/disk.md) and start the helper again, which then limits it; ' +
              'or create the container again.',
          ),
        },
      },
    ];
  });
}
