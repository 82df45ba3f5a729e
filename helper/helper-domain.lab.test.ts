// SPDX-License-Identifier: Apache-2.0
/** What a program in the helper's domain, with the helper's capabilities, can do to the host: tried for real. */

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { useTestLab } from '../lab/test-lab.ts';

const lab = await useTestLab();

const written = '/run/helper-domain-test';
/** Runs what it is given: only a file of this type is an entry to the domain. */
const entry = '/usr/local/bin/helper-domain-test';

beforeAll(() =>
  lab.mustRun(
    `printf '#!/bin/sh\\nexec "$@"\\n' > ${entry}; chmod 755 ${entry}; chcon -t bulkhead_helper_exec_t ${entry}`,
  ),
);
afterAll(() => lab.mustRun(['rm', '-f', entry]));

/** Runs a program as root in the helper's domain; gives what it wrote. Its output is a file: pipes are another domain's. */
async function runAsHelper(...command: readonly string[]): Promise<string> {
  // What an earlier program wrote must not be taken for the output of one that did not start.
  await lab.mustRun(['rm', '-f', written]);
  await lab.run([
    'systemd-run',
    ...['--quiet', '--wait', '--collect', `--property=StandardOutput=truncate:${written}`],
    '--property=SELinuxContext=system_u:system_r:bulkhead_helper_t:s0-s0:c0.c1023',
    entry,
    ...command,
  ]);
  return (await lab.mustRun(['cat', written])).trim();
}

/** In the helper's place in Python: a line, or the name of the error. */
const attempt = (line: string): readonly string[] => [
  'python3',
  '-c',
  `import ctypes, errno, os\ntry:\n    ${line}\n    print('done')\nexcept OSError as error:\n    print(errno.errorcode[error.errno])`,
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
  ])('may not %s (review F8)', async (_, line) => {
    expect(await runAsHelper(...attempt(line))).toBe('EACCES');
  });

  it.each([
    // reboot, with wrong numbers, which the kernel looks at only after the capability.
    ['stop the host', '169, 1, 2, 3, 0'],
    // init_module
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
    expect(bound).not.toMatch(/cap_(?:sys_rawio|sys_boot|sys_time|bpf|perfmon|mac_admin|mac_override|linux_immutable)/);
  });
});
