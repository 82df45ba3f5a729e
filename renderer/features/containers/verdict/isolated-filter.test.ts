// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { searchSubject } from '../../../../contract/search/container-fields.ts';
import { matchesSearch, parseSearch } from '../../../../contract/search/search.ts';
import { someContainer } from '../../../testing/some-containers.ts';

const figures = { cpu: 0, memory: 0, pressure: 0, pids: 0, disk: 0, denials: 0, uptime: 0, health: undefined };

it('finds containers by their verdict of isolation, as a whole word', () => {
  const containers = ['web', 'wiki', 'staging', 'git', 'legacy-intranet'].map((name) => someContainer(name));
  const found = (text: string) =>
    containers
      .filter((container) => matchesSearch(searchSubject({ container, ...figures }), parseSearch(text)))
      .map(({ name }) => name);
  expect(found('isolated:yes')).toEqual(['web']);
  expect(found('isolated:no')).toEqual(['wiki', 'git', 'legacy-intranet']);
  expect(found('isolated:not-running')).toEqual(['staging']);
  expect([found('isolated:unknown'), found('isolated:remarks')]).toEqual([[], []]);
});
