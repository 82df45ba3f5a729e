// SPDX-License-Identifier: Apache-2.0
/** Terminals in containers. */

import type { HandlersOf } from '../../server/feature.ts';
import type { Log } from '../../system/log.ts';
import { passedDescriptors } from '../../system/passed-descriptors.ts';
import type { Containers } from '../containers/ports/containers.ts';
import { createConsoles } from './console.ts';
import type { Consoles } from './ports.ts';
import { createSessionStore } from './stored/session-store.ts';

export interface ConsolesFeature {
  readonly consoles: Consoles;
  close(): void;
  readonly handlers: HandlersOf<'console.open' | 'console.open-boot' | 'console.attach'>;
}

export interface ConsolesFeatureOptions {
  readonly containers: Pick<Containers, 'attachTarget'>;
  readonly log: Log;
}

export function createConsolesFeature({ containers, log }: ConsolesFeatureOptions): ConsolesFeature {
  const consoles = createConsoles({ log, store: createSessionStore({ log, passed: passedDescriptors(process.env) }) });
  return {
    consoles,
    handlers: {
      async *'console.open'({ name, ...request }, { caller, input, signal }) {
        const target = await containers.attachTarget(name, signal);
        return yield* consoles.open({ ...request, target, uid: caller.identity.uid, input }, signal);
      },
      async *'console.open-boot'({ name, ...request }, { caller, input, signal }) {
        const target = await containers.attachTarget(name, signal);
        return yield* consoles.openBoot({ ...request, target, uid: caller.identity.uid, input }, signal);
      },
      'console.attach': (request, { caller, input, signal }) =>
        consoles.attach({ ...request, uid: caller.identity.uid, input }, signal),
    },
    close: consoles.close,
  };
}
