// SPDX-License-Identifier: Apache-2.0
/** What a program in the helper's domain, with the helper's capabilities, can do to the host: tried for real. */

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { policyPlacesOf } from '../lab/policy/policy-places.ts';
import { useTestLab } from '../lab/test-lab.ts';

const lab = await useTestLab();
const { store, settings } = await policyPlacesOf(lab);

/** It has the type of the helper's own state: not on every policy may systemd write a file that root has made in /tmp. */
const written = '/var/lib/bulkhead/helper-domain-test';
/** Runs what it is given, with its output in that file: only a file of this type is an entry to the domain. */
const entry = '/usr/local/bin/helper-domain-test';

beforeAll(() =>
  lab.mustRun(
    `printf '#!/bin/sh\\nexec "$@" > ${written}\\n' > ${entry}; chmod 755 ${entry}; chcon -t bulkhead_helper_exec_t ${entry}`,
  ),
);
afterAll(() => lab.mustRun(['rm', '-f', entry, written]));

/** Runs a program as root in the helper's domain; gives what it wrote. Its output is a file: pipes are another domain's. */
async function runAsHelper(...command: readonly string[]): Promise<string> {
  // What an earlier program wrote must not be taken for the output of one that did not start.
  await lab.mustRun(`rm -f ${written}; touch ${written}`);
  await lab.run([
    'systemd-run',
    ...['--quiet', '--wait', '--collect'],
    '--property=SELinuxContext=system_u:system_r:bulkhead_helper_t:s0-s0:c0.c1023',
    entry,
    ...command,
  ]);
  return (await lab.mustRun(['cat', written])).trim();
}

/** The lines below use it: a bind mount that raises as the other calls do. */
const mount = `import ctypes, errno, os
def mount(source, target):
    if ctypes.CDLL(None, use_errno=True).mount(source, target, None, 4096, None): raise OSError(ctypes.get_errno(), '')`;

/** Runs a line of Python in the helper's place, which prints `done` or the name of the error. */
const attempt = (line: string): readonly string[] => [
  'python3',
  '-c',
  `${mount}\ntry:\n    ${line}\n    print('done')\nexcept OSError as error:\n    print(errno.errorcode[error.errno])`,
];

describe("the helper's domain", () => {
  it('is where the helper runs, enforced', async () => {
    expect(await lab.mustRun('cat /proc/$(systemctl show -P MainPID bulkhead-helper)/attr/current')).toMatch(
      /^system_u:system_r:bulkhead_helper_t:/,
    );
    expect(await runAsHelper('cat', '/proc/self/attr/current')).toMatch(/:bulkhead_helper_t:/);
    expect(await lab.mustRun('seinfo --permissive -x | grep -c bulkhead_helper_t || true')).toBe('0\n');
  });

  it.each([
    ['read passwords', "open('/etc/shadow').read()"],
    ['change passwords', "open('/etc/shadow', 'a').close()"],
    ['label a file as passwords', "os.setxattr('/etc/hostname', 'security.selinux', b'system_u:object_r:shadow_t:s0')"],
    ['make SELinux permissive', "os.write(os.open('/sys/fs/selinux/enforce', os.O_WRONLY), b'0')"],
    ['read the memory of the machine', "open('/dev/mem', 'rb').read(1)"],
    ['read the memory of the kernel', "open('/proc/kcore', 'rb').read(1)"],
    ['name a program that the kernel runs', "open('/proc/sys/kernel/core_pattern', 'w').write('core')"],
    ['name the program that loads modules', "open('/proc/sys/kernel/modprobe', 'w').write('/bin/false')"],
    ['write to the input of the kernel', "open('/proc/sysrq-trigger', 'w').write('h')"],
    [
      'load a policy',
      "os.write(os.open('/sys/fs/selinux/load', os.O_RDWR), open('/sys/fs/selinux/policy', 'rb').read())",
    ],
    ['set a boolean', "os.write(os.open('/sys/fs/selinux/booleans/bulkhead_incus_confined', os.O_WRONLY), b'1')"],
    ['write to the module store', `open('${store}/active/modules/400/mine', 'w')`],
    ['choose another policy', "open('/etc/selinux/config', 'a')"],
    ['change what labels files should have', `open('${settings}/contexts/files/file_contexts', 'a')`],
    ['change the program that changes the policy', "open('/usr/lib/bulkhead/bulkhead-policy', 'a')"],
    ['change what that program runs', "open('/usr/lib/bulkhead/bulkhead-policy.js', 'a')"],
    ['change a program of the host', "open('/usr/bin/node', 'a')"],
    ['add a library to every program', "open('/etc/ld.so.preload', 'w')"],
    ['add a job of root', "open('/etc/cron.d/mine', 'w')"],
    ['add a unit', "open('/etc/systemd/system/mine.service', 'w')"],
    ['put something over its programs', "mount(b'/run', b'/usr/bin')"],
    [
      'label a file as the program that changes the policy',
      "os.setxattr('/var/lib/bulkhead/lock', 'security.selinux', b'system_u:object_r:bulkhead_policy_exec_t:s0')",
    ],
    [
      'label a file as a program of the host',
      "os.setxattr('/var/lib/bulkhead/lock', 'security.selinux', b'system_u:object_r:bin_t:s0')",
    ],
    [
      'take the label of a folder of programs away',
      "os.setxattr('/usr/bin', 'security.selinux', b'system_u:object_r:var_lib_t:s0')",
    ],
    [
      'take the label of a setting away',
      "os.setxattr('/etc/hostname', 'security.selinux', b'system_u:object_r:var_lib_t:s0')",
    ],
  ])('may not %s (review F8)', async (_, line) => {
    expect(await runAsHelper(...attempt(line))).toBe('EACCES');
  });

  it.each([
    // reboot, with wrong numbers, which the kernel looks at only after the capability.
    ['stop the host', '169, 1, 2, 3, 0'],
    // The number 175 is that of init_module.
    ['load a kernel module', '175, None, 0, None'],
  ])('may not %s (review F8)', async (_, call) => {
    const library = 'ctypes.CDLL(None, use_errno=True)';
    const line = `assert ${library}.syscall(${call}) < 0; raise OSError(ctypes.get_errno(), '')`;
    expect(await runAsHelper(...attempt(line))).toBe('EPERM');
  });

  it('is entered by nothing but its own program', async () => {
    const { code } = await lab.run([
      'systemd-run',
      ...['--quiet', '--wait', '--collect', '--property=SELinuxContext=system_u:system_r:bulkhead_helper_t:s0'],
      '/usr/bin/true',
    ]);
    expect(code).not.toBe(0);
  });

  it('has in its service none of the capabilities that take over a host or its clock (review F8)', async () => {
    const bound = await lab.mustRun(
      "capsh --decode=$(sed -n 's/^CapBnd:\\t//p' /proc/$(systemctl show -P MainPID bulkhead-helper)/status)",
    );
    expect(bound).toContain('cap_sys_admin');
    expect(bound).not.toMatch(
      /cap_(?:sys_module|sys_rawio|sys_boot|sys_time|bpf|perfmon|mac_admin|mac_override|linux_immutable)/,
    );
  });
});

describe('the policy worker', () => {
  /** What it answers to a line of the helper's domain. */
  const ask = (request: object): Promise<string> =>
    runAsHelper(
      'python3',
      '-c',
      'import socket, sys; s = socket.socket(socket.AF_UNIX); s.connect("/run/bulkhead/policy.sock"); ' +
        's.sendall(sys.argv[1].encode() + b"\\n"); print(s.makefile().readline().strip())',
      JSON.stringify(request),
    );

  it('is started by systemd for a request of the helper, in a domain of its own, with few capabilities', async () => {
    expect(await ask({ do: 'list-modules' })).toMatch(/bulkhead-isolation +cil/);
    const pid = (await lab.mustRun('systemctl show -P MainPID bulkhead-policy')).trim();
    expect(await lab.mustRun(`cat /proc/${pid}/attr/current`)).toMatch(/^system_u:system_r:bulkhead_policy_t:s0/);
    expect(await lab.mustRun(`capsh --decode=$(sed -n 's/^CapBnd:\\t//p' /proc/${pid}/status)`)).toMatch(
      /=cap_chown,cap_dac_override,cap_kill,cap_setgid,cap_setuid,cap_sys_nice,cap_audit_write$/m,
    );
  });

  it('is not ended by the helper', async () => {
    await ask({ do: 'list-modules' });
    const pid = (await lab.mustRun('systemctl show -P MainPID bulkhead-policy')).trim();
    expect(await runAsHelper(...attempt(`os.kill(${pid}, 9)`))).toBe('EACCES');
  });

  it.each([
    ['a module of the distribution', { do: 'install-module', module: 'unconfined', source: '(type mine_t)' }],
    ['a base module', { do: 'install-module', module: 'bulkhead-isolation', source: '(type mine_t)' }],
    [
      'a rule of the helper',
      { do: 'install-module', module: 'bulkhead_c_mine', source: '(allow bulkhead_helper_t shadow_t (file (read)))' },
    ],
    ['the removal of a base module', { do: 'remove-modules', modules: ['bulkhead-isolation'] }],
    ['a program with options', { do: 'remove-modules', modules: ['--disable=bulkhead'] }],
    ['an end of all changes', { do: 'set-boolean', name: 'secure_mode_policyload', value: true, isPersistent: false }],
  ])('does not take %s from the helper, and the store stays as it is (review F8)', async (_, request) => {
    const commits = (): Promise<string> => lab.mustRun(['cat', `${store}/active/commit_num`]);
    const before = await commits();
    expect(await ask(request)).toMatch(/^\{"(?:fault|failure)":/);
    expect(await commits()).toBe(before);
  });

  it('cannot be entered by the helper, nor by another program', async () => {
    const as = '--property=SELinuxContext=system_u:system_r:bulkhead_policy_t:s0';
    const { code } = await lab.run(['systemd-run', '--quiet', '--wait', '--collect', as, '/usr/bin/true']);
    expect(code).not.toBe(0);
    expect(
      await runAsHelper(
        ...attempt("open('/proc/self/attr/exec', 'w').write('system_u:system_r:bulkhead_policy_t:s0')"),
      ),
    ).toBe('done');
    const line =
      "open('/proc/self/attr/exec', 'w').write('system_u:system_r:bulkhead_policy_t:s0'); " +
      "os.execv('/usr/lib/bulkhead/bulkhead-policy', ['bulkhead-policy'])";
    expect(await runAsHelper(...attempt(line))).toBe('EACCES');
  });
});

describe('what reads the input of strangers', () => {
  /** Runs the line as nobody in the readers' domain, by their own entry. */
  const asReader = (line: string): Promise<string> =>
    runAsHelper(
      ...['sh', '-c', '"$@" | cat', 'sh', 'setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'],
      ...['/usr/lib/bulkhead/bulkhead-reader', ...attempt(line)],
    );

  it('is in a domain of its own', async () => {
    expect(await asReader("print(open('/proc/self/attr/current').read())")).toContain(':bulkhead_reader_t:');
  });

  it.each([
    ['make a file', "open('/tmp/mine', 'w')"],
    ['reach the network', "__import__('socket').socket()"],
    ['connect to the bus', "__import__('socket').socket(1).connect('/run/dbus/system_bus_socket')"],
  ])('may not %s (review F8)', async (_, line) => {
    expect(await asReader(line)).toBe('EACCES');
  });
});
