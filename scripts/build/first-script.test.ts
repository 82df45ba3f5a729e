// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { checkFirstScript, maxFirstScriptBytes, measureFirstScript, type ScriptFile } from './first-script.ts';

function file(fileName: string, bytes: number, imports: readonly string[], ...modules: readonly string[]): ScriptFile {
  return { fileName, code: 'x'.repeat(bytes), imports, moduleIds: modules.map((module) => `/somewhere/${module}`) };
}

function bundle(listBytes: number): readonly ScriptFile[] {
  return [
    file('index.js', 1, ['shared.js'], 'renderer/app/main.tsx'),
    file('start.js', 20, ['shared.js', 'deep.js'], 'renderer/app/start-page.tsx'),
    file('shared.js', 300, []),
    file('deep.js', 4000, ['deeper.js']),
    file('deeper.js', 50_000, ['index.js']),
    file('overview.js', 2, ['start.js'], 'renderer/features/overview/overview-page.tsx'),
    file('list.js', listBytes, ['start.js'], 'renderer/features/container-list/containers-page.tsx'),
    file('other.js', 10_000_000, ['start.js'], 'renderer/features/policy/policy-page.tsx'),
  ];
}

it('counts each file once that the larger first page imports at once, however deep', () => {
  expect(measureFirstScript(bundle(1))).toBe(54_323);
  expect(measureFirstScript(bundle(7))).toBe(54_328);
});

it('ends a build that loads more than the limit', () => {
  const room = maxFirstScriptBytes.renderer - 54_321;
  expect(checkFirstScript(bundle(room), 'renderer')).toBe(maxFirstScriptBytes.renderer);
  expect(() => checkFirstScript(bundle(room + 1), 'renderer')).toThrow(
    `a start loads ${maxFirstScriptBytes.renderer + 1} bytes of script`,
  );
});

it('says so when a page is no part of the bundle any more', () => {
  expect(() => measureFirstScript(bundle(1).slice(0, -2))).toThrow('no file of the bundle holds renderer/features/');
});
