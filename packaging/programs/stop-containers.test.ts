// SPDX-License-Identifier: Apache-2.0
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createProgramRoot, type ProgramRoot } from '../fixtures/run-program.ts';

const program = 'programs/stop-containers.sh';
let root: ProgramRoot;

beforeEach(() => {
  root = createProgramRoot();
  root.tool('systemctl', 'echo stopping; exit 1');
  root.tool('lxc-stop');
  for (const name of ['db', 'web']) root.write(`/var/lib/lxc/${name}/bulkhead.json`, '');
  root.write('/var/lib/lxc/foreign/config', '');
});
afterEach(() => root.remove());

test('while the host goes down each container is given its time, and those of others are left to LXC', () => {
  expect(root.run(program)).toEqual({ code: 0, stderr: '' });
  const [asked, ...stops] = root.calls();
  expect(asked).toBe('systemctl is-system-running');
  expect([...stops].sort()).toEqual(['lxc-stop -n db -t 60', 'lxc-stop -n web -t 60']);
});

test('they are shut down at the same time', () => {
  // Each ends only once both have begun.
  root.tool('lxc-stop', 'echo lxc-stop >>"$0.log"; until [ "$(grep -c . "$0.log")" = 2 ]; do :; done');
  expect(root.run(program).code).toBe(0);
  expect(root.calls()).toHaveLength(3);
});

test('a host that goes on keeps its containers', () => {
  root.tool('systemctl', 'echo running');
  expect(root.run(program)).toEqual({ code: 0, stderr: '' });
  expect(root.calls()).toEqual(['systemctl is-system-running']);
});

test('one that does not run, or is not stopped, keeps no other from it', () => {
  root.tool('lxc-stop', 'exit 2');
  expect(root.run(program).code).toBe(0);
  expect(root.calls()).toHaveLength(3);
});
