// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { parseLibraries, toolCommand } from './tool.ts';

const said = `	linux-vdso.so.1 (0x00007ffd0a5f2000)
	libbsd.so.0 => /lib/x86_64-linux-gnu/libbsd.so.0 (0x00007f42bfd56000)
	libm.so.6 => /lib/x86_64-linux-gnu/libm.so.6 (0x00007f42bd886000)
	/lib64/ld-linux-x86-64.so.2 (0x00007f42bfd99000)
`;

it('finds the loader and every library of a file, and not what the kernel gives', () => {
  expect(parseLibraries(said)).toEqual({
    loader: '/lib64/ld-linux-x86-64.so.2',
    libraries: ['/lib/x86_64-linux-gnu/libbsd.so.0', '/lib/x86_64-linux-gnu/libm.so.6'],
  });
});

it('raises when there is no loader to be found, such as for a static program', () => {
  expect(() => parseLibraries('	statically linked\n')).toThrow('cannot find the loader');
});

it('runs the tool by its own loader and its own libraries, wherever the folder is seen', () => {
  expect(toolCommand({ loader: 'ld.so', version: '' }, '/opt', ['--cpu', '1'])).toEqual([
    '/opt/ld.so',
    '--library-path',
    '/opt',
    '/opt/stress-ng',
    '--cpu',
    '1',
  ]);
});
