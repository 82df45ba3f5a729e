// SPDX-License-Identifier: Apache-2.0
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { changeText } from '../../../bench/fuzz/change-text.ts';
import { configuration, configurationPieces, description, descriptionPieces } from '../../../bench/fuzz/texts.ts';
import { type Container, containerSchema } from '../../../contract/model/containers/container.ts';
import { createRandom } from '../../server/fixtures/random.ts';
import { containerPlaces, type HostPlaces } from '../../lxc/places.ts';
import type { AddressFacts, JudgeAddress } from './ports/networks.ts';
import { readContainer } from './read-container.ts';

let folder = '';
let places: HostPlaces;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'read-container-'));
  places = { lxc: join(folder, 'lxc'), state: folder, cgroup: join(folder, 'cgroup') };
  mkdirSync(containerPlaces(places, 'web').folder, { recursive: true });
});

afterEach(() => rmSync(folder, { recursive: true }));

function read(lines: string, beside?: string, judgeAddress?: JudgeAddress): Container | undefined {
  const { configuration: file, description: other } = containerPlaces(places, 'web');
  writeFileSync(file, lines);
  if (beside !== undefined) writeFileSync(other, beside);
  return readContainer('web', {
    places,
    enforcement: { isEnforcing: true },
    isPermissive: () => false,
    transition: undefined,
    judgeAddress,
  });
}

it('is read where another tool wrote limits that cannot be chosen here, and a bridge that cannot be', () => {
  const found = read(
    'lxc.cgroup2.memory.max = 8M\nlxc.cgroup2.pids.max = 3\nlxc.cgroup2.cpu.max = 1 1000\n' +
      'lxc.net.0.type = veth\nlxc.net.0.link = a-name-that-no-kernel-takes\nlxc.idmap = u 0 99999999999 65536\n',
  );
  expect(containerSchema().parse(found)).toMatchObject({
    limits: { memoryBytes: 8 * 2 ** 20, pids: 3, cpus: 0.001 },
    network: { kind: 'bridge', bridge: 'a-name-that-no-kernel-takes' },
    userNamespaceBase: null,
  });
});

it('is one of the contract, whatever its files hold', () => {
  for (let seed = 1; seed <= 1000; seed += 1) {
    const random = createRandom(seed);
    const found = read(
      changeText(configuration, configurationPieces, random),
      changeText(description, descriptionPieces, random),
    );
    expect(containerSchema().safeParse(found), `seed ${seed}`).toMatchObject({ success: true });
  }
});

it('has the reason for which it has no address, judged by what its configuration says (N3)', () => {
  const judged: AddressFacts[] = [];
  const lines = 'lxc.net.0.type = veth\nlxc.net.0.link = lxcbr0\nlxc.net.0.hwaddr = 10:66:6A:00:00:0A\n';
  const found = read(lines, undefined, (facts) => {
    judged.push(facts);
    return 'no-lease';
  });
  expect(containerSchema().parse(found)).toMatchObject({ addresses: [], addressProblem: 'no-lease' });
  expect(judged).toMatchObject([
    { network: { kind: 'nat' }, state: 'stopped', hardwareAddress: '10:66:6a:00:00:0a', programAddress: undefined },
  ]);
  expect(read(lines, undefined, () => undefined)).not.toHaveProperty('addressProblem');
});
