// SPDX-License-Identifier: Apache-2.0
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createProgramRoot, type ProgramRoot } from '../fixtures/run-program.ts';

const program = 'programs/install-modules.sh';
const failure = 'var/lib/bulkhead-selinux/failure';
const modules = '/usr/share/bulkhead/selinux';
let root: ProgramRoot;

beforeEach(() => {
  root = createProgramRoot();
  root.write('etc/selinux/config', 'SELINUX=enforcing\nSELINUXTYPE=default\n');
  root.write('var/lib/selinux/default/active/modules/100/base/cil', '');
  for (const name of ['bulkhead', 'bulkhead-host']) root.write(`${modules}/${name}.cil`, '');
  lists('100 base pp');
  for (const tool of ['selinuxenabled', 'restorecon', 'systemctl']) root.tool(tool);
  root.install('programs/relabel-files.sh', '/usr/libexec/bulkhead-selinux/relabel-files');
});

afterEach(() => root.remove());

/** Is the checksum of an empty file. */
const emptySum = 'sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

/** What semodule lists, and how it ends when it is asked for more than a list. */
function lists(listed: string, otherwise = 'exit 0'): void {
  root.tool('semodule', `case "$*" in *list-modules*) printf '%s\\n' "${listed}" ;; *) ${otherwise} ;; esac`);
}

const changes = (): readonly string[] => root.calls().filter((call) => /^semodule .* -[ir] /.test(call));

test('all modules go in by one transaction at priority 200, and then files are relabelled, but no container', () => {
  expect(root.run(program).code).toBe(0);
  expect(changes()).toEqual([`semodule -X 200 -s default -i ${modules}/bulkhead-host.cil -i ${modules}/bulkhead.cil`]);
  root.write('var/lib/bulkhead/images/x', '');
  root.run(program);
  expect(root.calls()).toContain('restorecon -R -e /var/lib/bulkhead/images /var/lib/bulkhead');
  expect(existsSync(join(root.path, failure))).toBe(false);
});

test('the transaction of an RPM package relabels at its end, and not here', () => {
  expect(root.run(program, '--without-labels').code).toBe(0);
  expect(changes()).toHaveLength(1);
  expect(root.calls().filter((call) => call.startsWith('restorecon'))).toEqual([]);
});

test('files of the kernel that were looked at before get the labels of the modules', () => {
  root.write('proc/sys/vm/drop_caches', '');
  root.run(program);
  expect(root.read('proc/sys/vm/drop_caches')).toBe('2\n');
});

test('a module of an earlier version goes in the same transaction, and modules of containers stay', () => {
  lists('100 base pp\n200 bulkhead cil\n200 bulkhead-former cil\n400 bulkhead_c_web cil');
  root.run(program);
  expect(changes()).toEqual([
    `semodule -X 200 -s default -r bulkhead-former -i ${modules}/bulkhead-host.cil -i ${modules}/bulkhead.cil`,
  ]);
});

test('without SELinux in the kernel they only wait in the store', () => {
  root.tool('selinuxenabled', 'exit 1');
  expect(root.run(program).code).toBe(0);
  expect(changes()[0]).toMatch(/^semodule -X 200 -s default -n -i/);
  expect(root.calls().filter((call) => call.startsWith('restorecon'))).toEqual([]);
});

test('what semodule says about a failure is kept, and a later success removes it', () => {
  lists('100 base pp', "echo 'Failed to resolve allow at bulkhead.cil:7' >&2; exit 1");
  expect(root.run(program).code).toBe(1);
  expect(root.read(failure)).toMatch(/^cannot install the policy modules: .*\n.*bulkhead\.cil:7\n$/);
  expect(root.calls().filter((call) => call.startsWith('restorecon'))).toEqual([]);
  lists('100 base pp');
  expect(root.run(program).code).toBe(0);
  expect(existsSync(join(root.path, failure))).toBe(false);
});

test.each([
  ['no configuration of SELinux', 'etc/selinux/config', ''],
  ['a policy without a store', 'etc/selinux/config', 'SELINUXTYPE=other\n'],
])('%s is a failure that says what to do', (_, path, text) => {
  root.write(path, text);
  expect(root.run(program).code).toBe(1);
  expect(root.read(failure)).toMatch(/^cannot install .*; .*install .* run /s);
  expect(changes()).toEqual([]);
});

test('modules that are installed with the same content are left, and files are relabelled', () => {
  lists(`100 base pp\n200 bulkhead cil ${emptySum}\n200 bulkhead-host cil ${emptySum}`);
  expect(root.run(program).code).toBe(0);
  expect(changes()).toEqual([]);
  root.write('var/lib/bulkhead/x', '');
  root.run(program);
  expect(root.calls().some((call) => call.startsWith('restorecon -R'))).toBe(true);
});

test.each([
  ['other content', `200 bulkhead cil ${emptySum}\n200 bulkhead-host cil sha256:00`],
  ['no checksum, as of an older semodule', '200 bulkhead cil\n200 bulkhead-host cil'],
  ['the same content at another priority', `200 bulkhead cil ${emptySum}\n400 bulkhead-host cil ${emptySum}`],
  [
    'a module that this version has not',
    `200 bulkhead cil ${emptySum}\n200 bulkhead-host cil ${emptySum}\n200 bulkhead-former cil ${emptySum}`,
  ],
])('%s is installed again', (_, listed) => {
  lists(listed);
  root.run(program);
  expect(changes()).toHaveLength(1);
});

test('after a change of the distribution only what is missing is installed', () => {
  lists('100 base pp\n200 bulkhead cil\n200 bulkhead-host cil');
  expect(root.run(program, '--if-missing').code).toBe(0);
  expect(changes()).toEqual([]);
  lists('100 base pp\n200 bulkhead cil');
  root.run(program, '--if-missing');
  expect(changes()).toHaveLength(1);
});

test('after a failure it is tried again although all are listed', () => {
  lists('200 bulkhead cil\n200 bulkhead-host cil');
  root.write(failure, 'cannot install\n');
  root.run(program, '--if-missing');
  expect(changes()).toHaveLength(1);
  expect(existsSync(join(root.path, failure))).toBe(false);
});
