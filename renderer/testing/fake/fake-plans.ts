// SPDX-License-Identifier: Apache-2.0
/** What the fake host would deny of a plan. */

import { isHostPort } from '../../../contract/model/containers/publication.ts';
import type { Params } from '../../../contract/operations/index.ts';
import type { Handlers } from '../../../rpc/handlers.ts';
import type { FakeHost } from './fake-host.ts';
import { problemOfNetwork } from './networks/fake-networks.ts';
import { problemOfPort } from './networks/fake-ports.ts';
import { problemOfPath } from './containers/fake-volumes.ts';

type Plan = Params<'plan.check'>;

export function fakePlans(host: FakeHost): Pick<Handlers<string>, 'plan.check'> {
  return {
    'plan.check': async (plan) => {
      const left = { containers: leftBy(plan, host), ownNetworks: new Map(host.ownNetworks) };
      const networks = plan.networks.map((one) => {
        const problem = problemOfNetwork(left, one);
        left.ownNetworks.set(one.name, one.address ?? '');
        return problem;
      });
      const published = plan.published.map(({ name, network, ...port }) =>
        problemOfPort(left, { name, network }, port),
      );
      return { networks, published, volumes: plan.volumes.map((path) => problemOfPath(path) ?? null), ownDomain: null };
    },
  };
}

function leftBy({ replaced, unpublished }: Plan, { containers }: FakeHost): FakeHost['containers'] {
  const kept = [...containers].filter(([name]) => !replaced.includes(name));
  return new Map(
    kept.map(([name, one]) => {
      const isKept = (port: (typeof one.published)[number]): boolean =>
        !unpublished.some((ended) => ended.name === name && isHostPort(ended, port));
      return [name, { ...one, published: one.published.filter(isKept) }];
    }),
  );
}
