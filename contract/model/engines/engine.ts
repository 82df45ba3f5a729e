// SPDX-License-Identifier: Apache-2.0
/** What starts and stops a container. */

import * as z from 'zod';
import { makeOnce } from '../../make-once.ts';

export const engineSchema = makeOnce(() => z.enum(['lxc', 'incus']));

/** LXC's own tools, or Incus. */
export type Engine = z.infer<ReturnType<typeof engineSchema>>;
