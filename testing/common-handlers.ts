// SPDX-License-Identifier: Apache-2.0
/** Handlers that several commands need beside their own. */

import type { SomeHandlers } from './socket-host.ts';
import { fakeSample } from './models/sample.ts';

export const noDenials = {
  'denial.query': async () => ({ groups: [], events: [], lost: 0, auditLog: null }),
} satisfies SomeHandlers;

export const sampling: SomeHandlers = {
  async *'sample.watch'({ names }, { signal }) {
    for (let time = 1; !signal.aborted; time += 1) yield { samples: [fakeSample(time, names ?? ['web'])] };
    return {};
  },
};
