// SPDX-License-Identifier: Apache-2.0
/** Operations on the prerequisites of a host. */

import * as z from 'zod';
import { fixableCheckSchema, hostCheckSchema } from '../../model/host/host-check.ts';
import { timeSchema } from '../../model/names.ts';
import { request } from '../../operation.ts';

export const doctorOperations = {
  'doctor.check': request({
    summary:
      'Checks each prerequisite of the host, from the kernel to the images: its state, what that means, and what ' +
      'fixes it.',
    action: 'view-host',
    changes: false,
    params: () => z.strictObject({}),
    result: () => z.strictObject({ checks: z.array(hostCheckSchema()), checkedAt: timeSchema() }),
    errors: [],
  }),
  'doctor.fix': request({
    summary:
      "Fixes one prerequisite that the helper can fix by itself: starts the service of LXC's bridge, or asks auditd " +
      'to write its log again. Gives the check as it is afterwards.',
    action: 'fix-host',
    changes: true,
    params: () => z.strictObject({ check: fixableCheckSchema() }),
    result: hostCheckSchema,
    errors: ['network-unavailable', 'check-not-fixed', 'disk-full'],
  }),
} as const;
