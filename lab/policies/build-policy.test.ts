// SPDX-License-Identifier: Apache-2.0
/** What of the build needs neither the network nor its minutes; the build itself is run at night. */

import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { runTool, type ToolResult, tryTool } from '../run-tool.ts';
import { addUsers, buildDigest, collectSettings, prepareSource } from './build-policy.ts';
import { requireTools } from './build-tools.ts';
import { CannotBuild } from './cannot-build.ts';
import { compiledName, containerSelinux, distributionPolicies, foreignPolicyIds } from './policies.ts';
import { fetchCommit, sourceAddress } from './policy-source.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'policy-source-'));
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true });
});

async function write(files: Readonly<Record<string, string>>, root = folder): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
  }
}

const filesBelow = async (path: string): Promise<readonly string[]> =>
  (await readdir(path, { recursive: true })).toSorted();

describe('the sources', () => {
  const origins = foreignPolicyIds.map((id) => distributionPolicies[id].origin);

  it('are whole commits, so that no other content can have their names', () => {
    for (const { commit } of [...origins, containerSelinux]) expect(commit).toMatch(/^[0-9a-f]{40}$/);
  });

  it('give what is built a name of its own for each commit', () => {
    const [origin] = origins;
    if (origin === undefined) throw new Error('there is no policy with a source');
    const digests = [...origins, Object.assign({}, origin, { commit: '0'.repeat(40) })].map(buildDigest);
    expect(new Set(digests).size).toBe(origins.length + 1);
  });

  it('are those that the page about the lab names', async () => {
    const page = await readFile(new URL('../../docs/lab.md', import.meta.url), 'utf8');
    for (const id of foreignPolicyIds) expect(page).toContain(`\`${compiledName(id)}.tar.xz\``);
  });

  it('are at their server, or in the folder that is named', () => {
    const { repository } = containerSelinux;
    vi.stubEnv('BULKHEAD_POLICY_SOURCES', undefined);
    expect(sourceAddress(repository)).toBe('https://github.com/containers/container-selinux');
    vi.stubEnv('BULKHEAD_POLICY_SOURCES', '/srv/sources');
    expect(sourceAddress(repository)).toBe('/srv/sources/containers/container-selinux');
  });
});

describe('a commit of a repository', () => {
  const repository = 'example/policy';

  async function commitFile(text: string): Promise<string> {
    const origin = join(folder, repository);
    await write({ [`${repository}/VERSION`]: text });
    const git = ['-C', origin, '-c', 'user.name=Test', '-c', 'user.email=test@localhost', '-c', 'commit.gpgSign=false'];
    await runTool('git', [...git, 'init', '--quiet', '--initial-branch=main']);
    await runTool('git', [...git, 'add', 'VERSION']);
    await runTool('git', [...git, 'commit', '--quiet', '--message', text]);
    return (await runTool('git', [...git, 'rev-parse', 'HEAD'])).trim();
  }

  const fetchIt = (commit: string): Promise<void> =>
    fetchCommit({ repository, commit }, join(folder, repository), join(folder, 'checkout'));

  it('is fetched alone, also when the branch has gone on', async () => {
    await commitFile('first');
    const second = await commitFile('second');
    await commitFile('third');
    await fetchIt(second);
    expect(await readFile(join(folder, 'checkout/VERSION'), 'utf8')).toBe('second');
    expect(await runTool('git', ['-C', join(folder, 'checkout'), 'rev-list', '--all', '--count', 'HEAD'])).toBe('1\n');
  });

  it('is not taken by the name of a branch, which may be another one tomorrow', async () => {
    const commit = await commitFile('first');
    await expect(fetchIt('main')).rejects.toThrow(`it is commit ${commit}, and the policy is declared as main`);
  });

  it('that the repository does not have makes the policy one that is not tested', async () => {
    await commitFile('first');
    await expect(fetchIt('0'.repeat(40))).rejects.toThrow(CannotBuild);
  });

  it('whose repository cannot be reached makes the policy one that is not tested', async () => {
    await expect(fetchIt('0'.repeat(40))).rejects.toThrow(`git cannot fetch ${'0'.repeat(40)} of ${folder}`);
  });
});

describe('the programs', () => {
  it('that are missing are named with their packages', async () => {
    for (const tool of ['git', 'make', 'python3', 'checkmodule']) await symlink('/bin/true', join(folder, tool));
    expect(() => requireTools(`/nowhere:${folder}`)).toThrow(CannotBuild);
    expect(() => requireTools(`/nowhere:${folder}`)).toThrow(
      /^there is no m4 \(package m4\), there is no semodule_package \(package semodule-utils\)/,
    );
  });
});

describe('a checkout', () => {
  const containers = { 'c/container.te': 'te', 'c/container.if': 'if', 'c/container.fc': 'fc' };

  it("is built with the list of modules of the distribution's package, and with container-selinux", async () => {
    await write({ ...containers, 'p/dist/targeted/modules.conf': 'package', 'p/policy/modules.conf': 'old' });
    await prepareSource(join(folder, 'p'), join(folder, 'c'));
    expect(await readFile(join(folder, 'p/policy/modules.conf'), 'utf8')).toBe('package');
    expect(await filesBelow(join(folder, 'p/policy/modules/contrib'))).toEqual([
      'container.fc',
      'container.if',
      'container.te',
    ]);
  });

  it('keeps its own list of modules where its package has none', async () => {
    await write({ ...containers, 'p/policy/modules.conf': 'own' });
    await prepareSource(join(folder, 'p'), join(folder, 'c'));
    expect(await readFile(join(folder, 'p/policy/modules.conf'), 'utf8')).toBe('own');
  });

  it('has the user of logins added where it does not declare it', async () => {
    await write({
      'without/policy/users': 'gen_user(root, user, sysadm_r, s0, s0)',
      'with/policy/users': 'gen_user(unconfined_u, user, unconfined_r system_r, s0, s0)',
      'modules/base.cil': '',
    });
    const modules = join(folder, 'modules');
    await addUsers(join(folder, 'with'), modules);
    expect(await readdir(modules)).toEqual(['base.cil']);
    await addUsers(join(folder, 'without'), modules);
    expect(await readFile(join(modules, 'zz_users.cil'), 'utf8')).toContain('(userrole unconfined_u unconfined_r)\n');
  });

  it('gives its contexts in the layout of an installed policy', async () => {
    const contexts = ['default_contexts', 'staff_u_default_contexts', 'seusers', 'x_contexts'];
    await write({
      ...Object.fromEntries(contexts.map((name) => [`p/config/appconfig-mcs/${name}`, name])),
      'p/config/file_contexts.subs_dist': '/run /var/run',
      'p/COPYING': 'GPL',
    });
    await mkdir(join(folder, 'target'));
    await collectSettings(join(folder, 'p'), join(folder, 'target'));
    expect(await filesBelow(join(folder, 'target'))).toEqual([
      ...['COPYING', 'contexts', 'contexts/default_contexts', 'contexts/files'],
      'contexts/files/file_contexts.subs_dist',
      ...['contexts/users', 'contexts/users/staff_u', 'contexts/x_contexts', 'seusers'],
    ]);
  });
});

describe('the command', () => {
  const build = fileURLToPath(new URL('build.ts', import.meta.url));

  /** Runs it with a cache, a folder of archives and programs of its own, which are none. */
  const run = (): Promise<ToolResult> =>
    tryTool(process.execPath, ['--import', import.meta.resolve('tsx'), build, 'fedora'], {
      env: { PATH: folder, XDG_CACHE_HOME: folder, BULKHEAD_POLICIES: folder },
    });

  it('says that nothing is tested on a policy that it cannot build, which is no failure', async () => {
    const { code, stdout } = await run();
    expect(stdout).toContain('not tested on the policy of Fedora: cannot build it: there is no git (package git), ');
    expect(code).toBe(0);
  });

  it('takes what was built of the same commits', async () => {
    const name = `${compiledName('fedora')}-built-${buildDigest(distributionPolicies.fedora.origin)}`;
    const kept = join('bulkhead/lab/policies', name);
    await write({ [join(kept, 'modules/base.cil')]: '' });
    expect(await run()).toMatchObject({ stdout: `the policy of Fedora is here: ${join(folder, kept)}\n`, code: 0 });
  });
});
