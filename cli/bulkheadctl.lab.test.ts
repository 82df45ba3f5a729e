// SPDX-License-Identifier: Apache-2.0
import { afterAll, describe, expect, it } from 'vitest';
import { useTestLab } from '../lab/test-lab.ts';

const lab = await useTestLab();
const operator = { user: 'operator' };
const name = 'ctl-test';

/** V8 compiles this while it runs, and is killed where it may not. */
const hotCode = 'let sum = 0; for (let i = 0; i < 2e7; i += 1) sum += i; console.log("done")';

function ctl(words: string): Promise<string> {
  return lab.mustRun(`bulkheadctl ${words}`, operator);
}

/** What comes last: progress is before it. */
async function json(words: string): Promise<unknown> {
  return JSON.parse((await ctl(`--json ${words}`)).trimEnd().split('\n').at(-1) ?? '');
}

afterAll(async () => {
  await lab.run(`bulkheadctl rm --force --yes ${name}; rm -rf /opt/Bulkhead`);
});

describe('bulkheadctl on a host that enforces', () => {
  it('runs as an ordinary user, who may not run Node otherwise', async () => {
    expect(await lab.mustRun('id -Z', operator)).toMatch(/:unconfined_t:/);
    expect((await lab.run(['node', '-e', hotCode], operator)).code).not.toBe(0);
    expect(await json('info')).toMatchObject({ hostname: 'bulkhead-lab', selinux: { mode: 'enforcing' } });
  });

  it('has the domain by its file, in pipes, and with the user’s own files', async () => {
    expect(await lab.mustRun('bulkheadctl ls > ~/list && cat ~/list | wc -l && rm ~/list', operator)).toMatch(
      /^\d+\n$/,
    );
    const line =
      'type=AVC msg=audit(1795533833.415:1): avc:  denied  { read } for  pid=1 comm="cat" ' +
      'name="x" dev="vda" ino=7 scontext=u:r:a_t:s0 tcontext=u:r:b_t:s0 tclass=file ' +
      'permissive=0';
    const found = await lab.mustRun(
      'cat > ~/some.log && bulkheadctl --json denials --input ~/some.log; bulkheadctl --json denials --input - < ~/some.log; rm ~/some.log',
      { ...operator, input: `${line}\n` },
    );
    expect(
      found
        .trimEnd()
        .split('\n')
        .map((group) => (JSON.parse(group) as { source_type: string }).source_type),
    ).toEqual(['a_t', 'a_t']);
  });

  it('lets the window’s program make code too', async () => {
    await lab.mustRun(
      'mkdir -p /opt/Bulkhead && cp /usr/bin/node /opt/Bulkhead/bulkhead && restorecon -RF /opt/Bulkhead',
    );
    expect(await lab.mustRun(['/opt/Bulkhead/bulkhead', '-e', hotCode], operator)).toBe('done\n');
  });

  it('makes a container, works in it, and takes it away', async () => {
    expect(await json(`create ${name} --image debian-13 --start`)).toMatchObject({ done: { name, state: 'running' } });
    expect(await ctl(`exec ${name} -- cat /proc/self/attr/current`)).toMatch(/:bulkhead_p_\d+_t:s0:c\d+,c\d+/);
    expect((await lab.run(`bulkheadctl exec ${name} -- sh -c 'exit 7'`, operator)).code).toBe(7);
    expect(await ctl('ls')).toMatch(new RegExp(`^${name} +running`, 'm'));
    await ctl(`set ${name} memory=256M`);
    expect(await lab.mustRun(`cat /sys/fs/cgroup/lxc.payload.${name}/memory.max`)).toBe(`${256 * 2 ** 20}\n`);
    expect(await ctl(`stats ${name} --count 1`)).toContain(name);
    // The file goes through a pipe of the helper, which the user's domain may write.
    const pushed = await lab.mustRun(
      `head -c 3M /dev/urandom > ~/big && sha256sum < ~/big && bulkheadctl --quiet file push ${name} ~/big /srv/big; rm ~/big`,
      operator,
    );
    expect(await ctl(`exec ${name} -- sh -c 'sha256sum < /srv/big'`)).toBe(pushed);
    expect(await lab.mustRun('ls /run/bulkhead')).not.toContain('pipe');
    await ctl(`rm --force --yes ${name}`);
    expect(await ctl('activity')).toMatch(/container\.remove/);
  });

  it('tells an outsider that it may not', async () => {
    const denied = await lab.run('bulkheadctl ls', { user: 'outsider' });
    expect({ code: denied.code, stdout: denied.stdout }).toEqual({ code: 3, stdout: '' });
  });
});
