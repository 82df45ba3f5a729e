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

/** Describes a container as the helper does. */
const describeOrder = (order: number): string =>
  `${JSON.stringify({ image: 'debian', settings: { autostart: { order, delaySeconds: 0 } } }, undefined, 2)}\n`;

test('what is started later is shut down earlier, and what a person starts first of all', () => {
  root.write('/var/lib/lxc/db/bulkhead.json', describeOrder(5));
  root.write('/var/lib/lxc/api/bulkhead.json', describeOrder(10));
  root.write('/var/lib/lxc/proxy/bulkhead.json', describeOrder(100));
  expect(root.run(program)).toEqual({ code: 0, stderr: '' });
  expect(root.calls().slice(1)).toEqual(['web', 'proxy', 'api', 'db'].map((name) => `lxc-stop -n ${name} -t 60`));
});

test('one of a lower order is asked only when those of higher orders have ended', () => {
  root.write('/var/lib/lxc/db/bulkhead.json', describeOrder(5));
  root.write('/var/lib/lxc/web/bulkhead.json', describeOrder(10));
  // The first looks for the other for a while, which would come meanwhile if it were not kept back.
  root.tool(
    'lxc-stop',
    'echo "begins $2" >>"$0.log"; i=0; ' +
      'until [ $((i += 1)) = 300 ] || [ "$(grep -c begins "$0.log")" = 2 ]; do :; done; echo "ends $2" >>"$0.log"',
  );
  expect(root.run(program)).toEqual({ code: 0, stderr: '' });
  expect(root.read('tools/lxc-stop.log')).toBe('begins web\nends web\nbegins db\nends db\n');
});

test('a description that looks like an order is none', () => {
  const description = '"autostart": {\n "order": 7\n}';
  root.write('/var/lib/lxc/db/bulkhead.json', JSON.stringify({ settings: { description } }, undefined, 2));
  root.write('/var/lib/lxc/web/bulkhead.json', describeOrder(999));
  expect(root.run(program).code).toBe(0);
  expect(root.calls().slice(1)).toEqual(['lxc-stop -n db -t 60', 'lxc-stop -n web -t 60']);
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
