// SPDX-License-Identifier: Apache-2.0
import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { debianArchive } from './debian-archive.ts';

it('names suite, packages and mirror as arguments of their own, after the end of the options', () => {
  const { file, args } = debianArchive({ suite: 'trixie', include: ['nginx'], mirror: 'http://mirror.example/debian' });
  expect(file).toBe('mmdebstrap');
  expect(args.slice(-4)).toEqual(['--', 'trixie', '-', 'http://mirror.example/debian']);
  expect(args.find((arg) => arg.startsWith('--include='))).toMatch(/=systemd,.*,procps,nginx$/);
});

it('customizes the root by a script that a shell can read', () => {
  const script = debianArchive({ suite: 'trixie', include: [], mirror: undefined })
    .args.find((arg) => arg.startsWith('--customize-hook='))
    ?.slice('--customize-hook='.length);
  execFileSync('sh', ['-n', '-c', script ?? 'exit 1']);
  expect(script).toContain('ln -sf /dev/null "$1/etc/systemd/system/systemd-udevd.service"');
});
