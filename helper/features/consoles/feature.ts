// SPDX-License-Identifier: Apache-2.0
/** Terminals in containers. */

import type { HandlersOf } from '../../server/feature.ts';
import type { Log } from '../../system/log.ts';
import type { Containers } from '../containers/ports.ts';
import { createConsoles } from './console.ts';
import type { Consoles } from './ports.ts';

export interface ConsolesFeature {
  readonly consoles: Consoles;
  readonly handlers: HandlersOf<'console.open'>;
}

export interface ConsolesFeatureOptions {
  readonly containers: Pick<Containers, 'attachTarget'>;
  readonly log: Log;
}

export function createConsolesFeature({ containers, log }: ConsolesFeatureOptions): ConsolesFeature {
  const consoles = createConsoles({ log });
  return {
    consoles,
    handlers: {
      async *'console.open'({ name, command, columns, rows }, { caller, input, signal }) {
        const target = await containers.attachTarget(name, signal);
        return yield* consoles.open({ target, command, columns, rows, uid: caller.identity.uid, input }, signal);
      },
    },
  };
}
