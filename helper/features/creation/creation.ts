// SPDX-License-Identifier: Apache-2.0
/** Creates containers under the lock of their names, and says what configuration one would have. */

import { creationSteps, creationStepSchema } from '../../../contract/wording/creation-steps.ts';
import type { Container } from '../../../contract/model/containers/container.ts';
import type { GivenItem, Params } from '../../../contract/operations/index.ts';
import { checkSelinux } from '../../selinux/check-selinux.ts';
import { chooseConfiguration } from './choose-configuration.ts';
import type { CreationHost } from './creation-host.ts';
import type { CreationProgress } from './creation-work.ts';
import { makeContainer } from './make-container.ts';
import type { Creation } from './ports.ts';

export function createCreation(host: CreationHost): Creation {
  const { making, newPublications } = host;
  const createLocked: Creation['createLocked'] = async function* (request, by, signal) {
    const { name } = request;
    await making.checkNew(name, signal);
    for await (const progress of makeContainer({ request, by, host, signal })) yield progressOf(progress, request);
    return making.read(name);
  };
  return {
    createLocked,
    async *create(request, by, signal) {
      const { name } = request;
      const release = making.claimNew(name);
      let container: Container;
      try {
        container = yield* createLocked(request, by, signal);
      } finally {
        release();
      }
      // The container is shown by now: what leads to it is looked for among the containers that are.
      if (request.published.length > 0) newPublications.begin(name);
      return container;
    },
    preview(request) {
      checkSelinux();
      return [...chooseConfiguration(request, host).lines];
    },
  };
}

/** Gives the progress of a creation: its steps, each of the same weight. */
function progressOf(
  { step, done = 0, skipped }: CreationProgress,
  request: Params<'container.create'>,
): GivenItem<'container.create'> {
  const known = creationSteps(request);
  const steps = creationStepSchema().options.filter((one) => one === step || known.includes(one));
  return { step, fraction: (steps.indexOf(step) + done) / steps.length, ...(skipped !== undefined && { skipped }) };
}
