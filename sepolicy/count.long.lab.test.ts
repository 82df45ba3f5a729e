// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { useTestLab } from '../lab/test-lab.ts';
import { statementsOnly } from './cil/decompiled.ts';
import { countAccesses } from './count.ts';
import { countWithSetools } from './fixtures/count-with-setools.ts';
import { readPolicy } from './read-policy.ts';

const lab = await useTestLab();
const loaded = '/sys/fs/selinux/policy';

test('a domain has as many accesses as setools counts in the loaded policy', { timeout: 900_000 }, async () => {
  const policy = readPolicy(statementsOnly(await lab.mustRun(['checkpolicy', '-b', '-C', '-M', '-o', '-', loaded])));
  const domains = ['bulkhead_t', 'bulkhead_helper_t', 'container_t', 'httpd_t', 'init_t'];
  expect(domains.map((domain) => countAccesses(policy, domain)?.total)).toEqual(
    await countWithSetools((command) => lab.mustRun(command), loaded, domains),
  );
});
