// SPDX-License-Identifier: Apache-2.0
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { DenialGroup } from '../../../contract/model/denials/denial.ts';
import { openLabClient, type LabClient } from '../../../hosts/fixtures/lab-client.ts';
import { useTestLab } from '../../../lab/test-lab.ts';
import { readResult } from '../../../rpc/read-result.ts';
import { until } from '../../lxc/fixtures/until.ts';
import { bind, may } from '../../selinux/fixtures/attempts.ts';

const lab = await useTestLab();
const suffix = Date.now().toString(36);
/** Both in a domain of their own, and neither may listen on the port. */
const [name, otherContainer] = [`serve-${suffix}`, `serve-n-${suffix}`] as const;
const port = 5432;
const slow = { timeout: 1_800_000 };

let helper: LabClient;

beforeAll(async () => {
  helper = await openLabClient(lab);
  const client = await helper.client();
  const common = { image: 'debian-13', start: true, confinement: 'own' } as const;
  await Promise.all([
    readResult(client.stream('container.create', { ...common, name, ports: [{ protocol: 'tcp', port: 8080 }] })),
    readResult(client.stream('container.create', { ...common, name: otherContainer, ports: [] })),
  ]);
}, slow.timeout);
afterAll(() => lab.reset(), slow.timeout);

async function denial(container: string): Promise<DenialGroup> {
  const client = await helper.client();
  return until(async () =>
    (await client.request('denial.query', { container, events: 0 })).groups.find(
      ({ targetType }) => targetType === 'postgresql_port_t',
    ),
  );
}

/** The module's text, and the written ports. */
async function stateOf(container: string): Promise<readonly [string, string]> {
  const { source } = await (await helper.client()).request('policy.show', { name: container });
  const description = JSON.parse(await lab.mustRun(`cat /var/lib/lxc/${container}/bulkhead.json`)) as {
    readonly ports: unknown;
  };
  return [source, JSON.stringify(description.ports)];
}

const both = async (): Promise<object> => ({
  name: await may(helper, name, bind(port)),
  otherContainer: await may(helper, otherContainer, bind(port)),
});

it(
  'lets the container alone listen on the port that it was denied; undone, it is denied again (window 2)',
  slow,
  async () => {
    const client = await helper.client();
    const domain = (await helper.find(name))?.domain ?? '';
    expect(await both()).toEqual({ name: false, otherContainer: false });
    const [before, { id: group }] = [await stateOf(name), await denial(name)];
    const { reason, remedies } = await client.request('denial.explain', { group, container: name });
    const [first] = remedies;
    if (first === undefined) throw new Error(`nothing is proposed for ${JSON.stringify(reason)}`);
    expect(first).toMatchObject({
      id: `serve-port:tcp_${port}`,
      kind: 'serve-port',
      reach: 'container',
      change: [`(call bulkhead_serve_tcp (${domain} postgresql_port_t))`],
      touches: [],
      risk: { level: 'low' },
      cannotApply: null,
    });
    // The types that every container may use for its resolver are of another service.
    expect(remedies.map(({ id }) => id)).not.toContain('port-label:dns_port_t');
    expect(remedies.map(({ reach }) => ['container', 'containers', 'host'].indexOf(reach))).toEqual(
      remedies
        .map(({ reach }) => ['container', 'containers', 'host'].indexOf(reach))
        .toSorted((one, other) => one - other),
    );
    const seen = { change: first.change, opensCount: first.opensCount, risk: first.risk.level };
    const change = await readResult(client.stream('remedy.apply', { group, container: name, remedy: first.id, seen }));
    expect(change).toMatchObject({
      kind: 'module',
      container: name,
      state: 'applied',
      before: expect.arrayContaining([`${name} listens on tcp 8080`]) as unknown,
    });
    expect(await both()).toEqual({ name: true, otherContainer: false });
    expect((await stateOf(name))[1]).toContain(String(port));
    await readResult(client.stream('activity.undo', { id: change.id }));
    expect([await both(), await stateOf(name)]).toEqual([{ name: false, otherContainer: false }, before]);
  },
);
