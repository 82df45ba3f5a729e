// SPDX-License-Identifier: Apache-2.0
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const text = readFileSync(join(import.meta.dirname, 'deb/helper.postinst.sh'), 'utf8');
const [functionOfScript = ''] = /^runs\(\) \{\n[^}]*\n\}\n/m.exec(text) ?? [];

/** Says whether an upgrade restarts a unit in this state. */
function restarts(state: string): boolean {
  const script = `systemctl() { echo ${state}; }\n${functionOfScript}\nruns bulkhead-helper.service`;
  return spawnSync('/bin/sh', ['-c', script]).status === 0;
}

test('an upgrade restarts a helper that is still starting, and none that was stopped', () => {
  expect(['active', 'activating', 'reloading'].map(restarts)).toEqual([true, true, true]);
  expect(['inactive', 'deactivating', 'failed', ''].map(restarts)).toEqual([false, false, false, false]);
  expect(text).not.toMatch(/is-active/);
});
