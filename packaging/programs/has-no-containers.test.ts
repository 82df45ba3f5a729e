// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createProgramRoot, type ProgramRoot } from '../fixtures/run-program.ts';

const program = 'programs/has-no-containers.sh';
let root: ProgramRoot;

beforeEach(() => {
  root = createProgramRoot();
});
afterEach(() => root.remove());

test('the package may leave where there are none, whatever else LXC has', () => {
  root.write('var/lib/lxc/by-hand/config', '');
  expect(root.run(program)).toEqual({ code: 0, stderr: '' });
});

test('it stays while there are any, and says which', () => {
  root.write('var/lib/lxc/web/bulkhead.json', '{}');
  root.write('var/lib/lxc/db/bulkhead.json', '{}');
  const { code, stderr } = root.run(program);
  expect(code).toBe(1);
  expect(stderr).toMatch(/^cannot remove bulkhead-containers: .*: db web\.$/m);
});

test.each(['deb/containers.prerm.sh', 'rpm/containers.preun.scriptlet'])('%s asks it on removal alone', (path) => {
  const text = readFileSync(join(import.meta.dirname, '..', path), 'utf8');
  expect(text).toMatch(/(?:remove\)|if \[ "\$1" -eq 0 \]; then)\n\s+\/usr\/libexec\/bulkhead\/has-no-containers/);
  expect(text.match(/has-no-containers/g)).toHaveLength(1);
});
