// SPDX-License-Identifier: Apache-2.0
import { expect, it, test } from 'vitest';
import { inEnglish } from '../../../../contract/fixtures/in-english.ts';
import { sourceOfNamedVolume } from '../../../../contract/model/containers/named-volume.ts';
import { createPlannedVolumes } from './planned-volumes.ts';

const planned = createPlannedVolumes({
  list: () => ({ folders: ['/data'], problem: undefined }),
  hasNamed: (name) => name === 'shop',
});
const problemOf = (path: string): string | null => inEnglish(planned.problemOf(path, { uid: 0 }));

it.each([
  ['/etc', 'it belongs to the system'],
  ['/proc/1/root', 'it lies below /proc'],
  ['/var/lib/bulkhead', 'it belongs to the system'],
  ['/home', 'it is too wide'],
  ['/var/lib/apt', 'it lies below none of /srv'],
  [sourceOfNamedVolume('gone'), 'there is no volume gone'],
])('a plan learns that %s would not be given (N12)', (path, problem) => {
  expect(problemOf(path)).toContain(problem);
});

test('a plan does not learn of other folders whether they are there', () => {
  for (const path of ['/srv/nothing-there', '/data/x', sourceOfNamedVolume('shop')]) expect(problemOf(path)).toBeNull();
});
