// SPDX-License-Identifier: Apache-2.0
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { installedFiles, installedLinks, policyFolder, windowFolder } from './installed-files.ts';
import { listFiles } from './list-files.ts';

const checkout = join(import.meta.dirname, '..');
const read = (path: string): string => readFileSync(join(checkout, path), 'utf8');
const ofCheckout = installedFiles.filter(({ source, isGenerated }) => !isGenerated && !source.startsWith('dist/'));
const targets = ofCheckout.flatMap((row) => listFiles(row, checkout)).map(({ target }) => target);

test('each row of the checkout has its files, and no place is installed twice', () => {
  for (const row of ofCheckout) expect(listFiles(row, checkout), row.source).not.toEqual([]);
  expect(new Set(targets).size).toBe(targets.length);
});

test('every policy module of the checkout is installed', () => {
  const modules = readdirSync(join(checkout, 'policy/selinux')).filter((name) => name.endsWith('.cil'));
  expect(modules.length).toBeGreaterThan(2);
  for (const name of modules) expect(targets).toContain(join(policyFolder, name));
});

test('the programs that maintainer scripts run are installed, and may be executed', () => {
  const scripts = ['deb', 'rpm'].flatMap((kind) =>
    readdirSync(join(import.meta.dirname, kind)).map((name) => read(`packaging/${kind}/${name}`)),
  );
  const programs = new Set(scripts.flatMap((text) => text.match(/\/usr\/libexec\/[\w-]+\/[\w-]+/g) ?? []));
  expect([...programs].sort()).toEqual([
    '/usr/libexec/bulkhead-selinux/install-modules',
    '/usr/libexec/bulkhead-selinux/relabel-files',
    '/usr/libexec/bulkhead-selinux/remove-modules',
    '/usr/libexec/bulkhead/add-id-range',
    '/usr/libexec/bulkhead/has-no-containers',
    '/usr/libexec/bulkhead/restore-table-sizes',
  ]);
  for (const program of programs)
    expect(installedFiles).toContainEqual(expect.objectContaining({ target: program, mode: 0o755 }));
});

test('the units run what is built and installed, and the policy labels it', () => {
  const build = read('scripts/build/helper.ts');
  for (const [name, unit = name] of [
    ['bulkhead-helper'],
    ['bulkhead-listener'],
    ['bulkhead-notify', 'bulkhead-notify@'],
    ['bulkhead-metrics'],
    ['bulkhead-policy'],
  ]) {
    expect(read(`policy/systemd/${unit}.service`)).toMatch(new RegExp(`\nExecStart=/usr/lib/bulkhead/${name}[ \n]`));
    expect(build).toContain(`writeEntry('${name}'`);
    expect(read(`policy/selinux/${name}.cil`)).toContain(`(filecon "/usr/lib/bulkhead/${name}" file `);
  }
  expect(installedFiles).toContainEqual(
    expect.objectContaining({ source: 'dist/helper', target: '/usr/lib/bulkhead' }),
  );
});

test.each([
  ['mounts', 'bulkhead-mounts.service'],
  ['shuts down', 'bulkhead-shutdown.service'],
])('what %s containers without a helper is in the domain that may', (_, name) => {
  const unit = read(`packaging/etc/${name}`);
  const [, program = ''] = /^Exec(?:Start|Stop)=(.*)$/m.exec(unit) ?? [];
  expect(targets).toContain(program);
  expect(read('policy/selinux/bulkhead-helper.cil')).toContain(
    `(filecon "${program}" file (system_u object_r bulkhead_helper_exec_t `,
  );
});

test('the entry of readers is built where the policy labels it', () => {
  expect(read('scripts/build/helper.ts')).toContain("'dist/helper/bulkhead-reader'");
  expect(read('policy/selinux/bulkhead-reader.cil')).toContain('(filecon "/usr/lib/bulkhead/bulkhead-reader" file ');
});

test('the policy labels the executables at the places where they are installed', () => {
  const policy = readdirSync(join(checkout, 'policy/selinux'))
    .map((name) => read(`policy/selinux/${name}`))
    .join('');
  for (const path of [`${windowFolder}/bulkhead`, '/usr/lib/bulkhead/cli/bulkheadctl.js'])
    expect(policy).toContain(`(filecon "${path.replaceAll('.', '\\.')}" file `);
});

test('the icons are those that are drawn', () => {
  const drawn = /for size in ([\d ]+);/.exec(read('scripts/package/icons.sh'))?.[1]?.split(' ') ?? [];
  const installed = targets.flatMap((target) => /hicolor\/(\d+)x\d+\/apps/.exec(target)?.[1] ?? []);
  expect(installed.sort()).toEqual(drawn.sort());
});

test('links lead to what the same package installs', () => {
  for (const { path, target, package: id } of installedLinks) {
    const place = resolve(dirname(path), target);
    expect(
      installedFiles.some((row) => row.package === id && place.startsWith(`${row.target}/`)),
      place,
    ).toBe(true);
  }
});
