// SPDX-License-Identifier: Apache-2.0
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { bootedLabTestIn, bootedLabTests, bootedLabTestsNamed } from './booted-lab-tests.ts';
import { bootedTests } from './booted-record.ts';

const root = join(import.meta.dirname, '..', '..');
const files = Object.entries(bootedLabTests);

it.each(files)('the test %s has its file, and is found by it', (name, file) => {
  expect(existsSync(join(root, file))).toBe(true);
  expect(bootedLabTestIn(file)).toBe(name);
  expect(Object.keys(bootedTests)).toContain(name);
});

it('no other file is one of them', () => {
  expect(bootedLabTestIn('helper/main-job.booted.test.ts')).toBeUndefined();
});

it('a command line names tests beside policies; without a name all are meant', () => {
  expect(bootedLabTestsNamed(['rhel10', 'policy-faults', 'learning'])).toEqual({
    tests: ['learning', 'policy-faults'],
    others: ['rhel10'],
  });
  expect(bootedLabTestsNamed(['fedora'])).toEqual({ tests: files.map(([name]) => name), others: ['fedora'] });
});
