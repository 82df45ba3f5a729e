// SPDX-License-Identifier: Apache-2.0
/** Operations on control groups. */

import * as z from 'zod';
import { controlGroupsSchema } from '../../model/host/control-group.ts';
import { request } from '../../operation.ts';

export const cgroupOperations = {
  'cgroup.list': request({
    summary:
      'Gives the tree of control groups of the host, with what each uses and what limits it; of a container its own ' +
      'group, and not what it makes below that.',
    action: 'view-host',
    promptsNobody: true,
    isHeavy: true,
    changes: false,
    params: () => z.strictObject({}),
    result: controlGroupsSchema,
    errors: [],
  }),
} as const;
