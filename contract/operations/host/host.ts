// SPDX-License-Identifier: Apache-2.0
/** Operations on the host as a whole. */

import * as z from 'zod';
import { hostInfoSchema } from '../../model/host/host.ts';
import { request } from '../../operation.ts';

export const hostOperations = {
  'host.info': request({
    summary: 'Describes the host: kernel, LXC, cgroup, polkit, SELinux, versions and limits.',
    action: 'view-host',
    changes: false,
    params: () =>
      z.strictObject({
        /** Answers once the helper has recovered what was under way when it last ended, or cannot. */
        afterRecovery: z.boolean().optional(),
      }),
    result: hostInfoSchema,
    errors: [],
  }),
} as const;
