// SPDX-License-Identifier: Apache-2.0
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createProgramRoot, type ProgramRoot } from '../fixtures/run-program.ts';

const program = 'programs/remove-modules.sh';
const active = 'var/lib/selinux/default/active';
let root: ProgramRoot;

beforeEach(() => {
  root = createProgramRoot();
  root.write('etc/selinux/config', 'SELINUXTYPE=default\n');
  root.write(`${active}/modules/100/base/cil`, '');
  root.tool(
    'semodule',
    `case "$*" in *list-modules*)
       printf '%s\\n' '100 base pp' '200 bulkhead cil' '200 bulkhead-host cil' '400 bulkhead_c_web cil' '400 local cil' ;;
     esac`,
  );
  for (const tool of ['selinuxenabled', 'restorecon', 'systemctl']) root.tool(tool);
});

afterEach(() => root.remove());

const changes = (): readonly string[] => root.calls().filter((call) => / -r /.test(call));

test('modules of containers go before those that they build on, in one transaction', () => {
  expect(root.run(program).code).toBe(0);
  expect(changes()).toEqual([
    'semodule -s default -X 400 -r bulkhead_c_web -X 200 -r bulkhead -X 200 -r bulkhead-host',
  ]);
});

test('all stay while there is a container, and it is named', () => {
  root.write('var/lib/lxc/web/bulkhead.json', '{}');
  const { code, stderr } = root.run(program);
  expect(code).toBe(0);
  expect(changes()).toEqual([]);
  expect(stderr).toMatch(/these containers have their types: web\.\n.*semodule -s default .* -r bulkhead/);
});

test('all stay while a local change names one of their types', () => {
  root.write(`${active}/ports.local`, 'portcon tcp 8080 system_u:object_r:bulkhead_c_web_port_t:s0\n');
  const { code, stderr } = root.run(program);
  expect(code).toBe(0);
  expect(changes()).toEqual([]);
  expect(stderr).toContain(`${active}/ports.local`);
});

test('a container of another tool keeps nothing', () => {
  root.write('var/lib/lxc/other/config', '');
  root.run(program);
  expect(changes()).toHaveLength(1);
});

test('a host without SELinux has nothing to remove', () => {
  root.write('etc/selinux/config', '');
  expect(root.run(program)).toEqual({ code: 0, stderr: '' });
  expect(root.calls()).toEqual([]);
});
