// SPDX-License-Identifier: Apache-2.0
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LabHelper, openLabHelper, operator } from '../../../hosts/fixtures/hostile-clients.ts';

let lab: LabHelper;

beforeAll(async () => {
  lab = await openLabHelper();
}, 900_000);

describe('a console in a container', () => {
  const name = 'console-test';

  beforeAll(async () => {
    await lab.hostile(operator, 'unmake', name);
    expect(await lab.hostile(operator, 'make', name)).toBe('answered');
  });
  afterAll(async () => lab.hostile(operator, 'unmake', name), 300_000);

  async function run(script: string): Promise<{ output: string; answer: string; exitCode: number | null }> {
    return JSON.parse(await lab.hostile(operator, 'run', name, JSON.stringify(['sh', '-c', script]))) as {
      output: string;
      answer: string;
      exitCode: number | null;
    };
  }

  it('gives the process its terminal and nothing else of the host (D2)', async () => {
    const listing =
      'import os\nfor fd in sorted(os.listdir("/proc/self/fd"), key=int):\n  try: ' +
      'print(fd + "=" + os.readlink("/proc/self/fd/" + fd))\n  except OSError: pass';
    const { output } = JSON.parse(
      await lab.hostile(operator, 'run', name, JSON.stringify(['python3', '-c', listing])),
    ) as { output: string };
    const terminal = expect.stringMatching(/^\d=\/dev\/pts\/\d+$/) as string;
    expect(output.trim().split('\r\n')).toEqual([terminal, terminal, terminal]);
  });

  it('runs it in the context of the container, with a plain environment (D5)', async () => {
    const init = await lab.guest.mustRun(`cat /proc/$(lxc-info -n ${name} -p -H)/attr/current`);
    const { output } = await run('cat /proc/self/attr/current; echo; umask; env | cut -d= -f1 | sort | tr "\\n" " "');
    const [context, umask, variables] = output.replaceAll('\0', '').trim().split('\r\n');
    expect([context, umask, variables?.trim()]).toEqual([
      init.replaceAll('\0', '').trim(),
      '0022',
      'HOME LANG LOGNAME PATH PWD TERM USER container',
    ]);
  });

  it('runs it as a user of the container and in a folder, still in its context (D5)', async () => {
    const params = JSON.stringify({ user: 'daemon', folder: '/usr/share' });
    const script = JSON.stringify(['sh', '-c', 'id -un; pwd; cat /proc/self/attr/current']);
    const { output } = JSON.parse(await lab.hostile(operator, 'run', name, script, params)) as { output: string };
    const init = await lab.guest.mustRun(`cat /proc/$(lxc-info -n ${name} -p -H)/attr/current`);
    expect(output.replaceAll('\0', '').trim().split('\r\n')).toEqual([
      'daemon',
      '/usr/share',
      init.replaceAll('\0', '').trim(),
    ]);
  });

  it.each([
    ['exit 42', 42],
    ['kill -TERM $$', 143],
    ['true', 0],
  ])('tells how it ended: %s is %i', async (script, exitCode) => {
    expect(await run(script)).toMatchObject({ answer: 'answered', exitCode });
  });

  it('lets nothing inside overwrite what the host runs (D1)', async () => {
    const hash = 'sha256sum /usr/bin/lxc-attach /usr/bin/node /usr/lib/bulkhead/bulkhead-helper.js';
    const before = await lab.guest.mustRun(hash);
    await run(
      "printf '#!/proc/self/exe\\n' > /root/evil; chmod 755 /root/evil; (for i in $(seq 200); " +
        'do for exe in /proc/[0-9]*/exe; do printf x 2>/dev/null >> $exe; done; done) 2>/dev/null & sleep 1',
    );
    for (let count = 0; count < 3; count += 1) await lab.hostile(operator, 'run', name, JSON.stringify(['/root/evil']));
    expect(await lab.guest.mustRun(hash)).toBe(before);
  });
});
