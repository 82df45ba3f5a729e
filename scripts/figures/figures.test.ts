// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { countComponentTests, timeComponentTests } from './component-tests.ts';
import { measureCrowdedFolders } from './crowded-folders.ts';
import { measureDecisionStatus } from './decision-status.ts';
import { measureDocPaths } from './doc-paths.ts';
import { countFigure, formatFigures } from './figure.ts';
import { measureLineWidth } from './line-width.ts';
import { measureMutualImports } from './mutual-imports.ts';

const numbers = (count: number): readonly number[] => [...Array(count).keys()];

describe('the width of lines', () => {
  it('names each line that is too wide, and the share of the wide ones', () => {
    const text = `${'a'.repeat(141)}\nsay("${'q'.repeat(141)}");\n${'b'.repeat(140)}\n${'c'.repeat(121)}\n${'d'.repeat(120)}\n`;
    expect(measureLineWidth([{ path: 'x.ts', text }])).toEqual([
      {
        name: 'lines over 140 columns',
        measured: '2, 1 of them without their text in quotes',
        limit: '0',
        isWithin: false,
        details: ['x.ts:1 (141)', 'x.ts:2 (149)'],
      },
      {
        name: 'lines over 120 columns',
        measured: '80.00 % (4 of 5)',
        limit: '0.5 %',
        isWithin: false,
        details: ['x.ts:1 (141)', 'x.ts:2 (149)', 'x.ts:3 (140)', 'x.ts:4 (121)'],
      },
    ]);
  });

  it('allows a wide line among two hundred', () => {
    const text = `${'a'.repeat(121)}\n${'b\n'.repeat(199)}`;
    expect(measureLineWidth([{ path: 'x.ts', text }]).map(({ isWithin }) => isWithin)).toEqual([true, true]);
  });
});

describe('crowded folders', () => {
  it('are those with more than 25 files, without tests and without what lies deeper', () => {
    const paths = [
      ...numbers(26).map((n) => `audit/file-${n}.ts`),
      ...numbers(25).map((n) => `cli/file-${n}.ts`),
      'cli/file-1.test.ts',
      'cli/commands/list.ts',
    ];
    expect(measureCrowdedFolders(paths)).toMatchObject({ measured: '1', details: ['audit (26)'] });
  });
});

describe('folders that import each other', () => {
  it('are named once, with a file of each direction', () => {
    const sources = [
      { path: 'helper/lxc/start.ts', text: "import { read } from '../cgroup/read.ts';\n" },
      { path: 'helper/cgroup/watch.ts', text: "import type {\n  Name,\n} from '../lxc/name.ts';\n" },
      { path: 'helper/cgroup/read.ts', text: "import { open } from '../system/open.ts';\n" },
    ];
    expect(measureMutualImports(sources)).toMatchObject({
      measured: '1',
      details: ['helper/cgroup <-> helper/lxc, by helper/cgroup/watch.ts and helper/lxc/start.ts'],
    });
  });

  it('are not a folder and its own parts, nor what only a test imports', () => {
    const sources = [
      { path: 'helper/drill/run.ts', text: "import { probe } from './probes/probe.ts';\n" },
      { path: 'helper/drill/probes/probe.ts', text: "import { Trial } from '../trial.ts';\n" },
      { path: 'helper/lxc/start.test.ts', text: "import { run } from '../drill/run.ts';\n" },
      { path: 'helper/drill/stage.ts', text: "import { start } from '../lxc/start.ts';\n" },
    ];
    expect(measureMutualImports(sources)).toMatchObject({ measured: '0', isWithin: true });
  });
});

describe('component tests', () => {
  it('are counted in files with a document only', () => {
    const sources = [
      { path: 'a.test.tsx', text: "// @vitest-environment happy-dom\nit('a', f);\n  it.each([1])('b', f);\n" },
      { path: 'b.test.ts', text: "it('c', f);\n" },
      { path: 'c.ts', text: '// @vitest-environment happy-dom\n' },
    ];
    expect(countComponentTests(sources)).toMatchObject({ measured: '2 in 1 files', isWithin: false });
  });

  it('may take half a minute', () => {
    expect([29.9, 30.1].map((seconds) => timeComponentTests(seconds).isWithin)).toEqual([true, false]);
  });
});

describe('decisions without a status', () => {
  it('are those whose front matter does not have one that is known', () => {
    const decision = (path: string, front: string) => ({ path, text: `---\n${front}---\n\n# Use zod\n` });
    expect(
      measureDecisionStatus([
        decision('1', 'status: accepted\ndate: 2026-11-24\n'),
        decision('2', 'date: 2026-11-24\nstatus: superseded by ADR-0009\n'),
        decision('3', 'date: 2026-11-24\n'),
        decision('4', 'status: fine\n'),
        { path: '5', text: '# Use zod\n\nstatus: accepted\n' },
      ]),
    ).toMatchObject({ details: ['3', '4', '5'] });
  });
});

describe('paths in the documentation', () => {
  it('are those in backticks below a folder of the checkout, without placeholders', () => {
    const text =
      'See `rpc/frame.ts`, `rpc/gone.ts`, `docs/NAME.md`, `frame.ts`, `/etc/bulkhead/disk.conf`, rpc/plain.ts.';
    expect(measureDocPaths([{ path: 'docs/a.md', text }], (path) => path === 'rpc/frame.ts')).toMatchObject({
      measured: '1',
      details: ['docs/a.md: rpc/gone.ts'],
    });
  });
});

describe('the table', () => {
  it('shows each figure beside its limit, and what exceeds one', () => {
    expect(formatFigures([countFigure('riddles', ['a', 'b']), countFigure('circles', [])])).toBe(
      [
        '    figure   measured  limit',
        '!!  riddles  2         0',
        'ok  circles  0         0',
        '',
        'riddles:',
        'a',
        'b',
      ].join('\n'),
    );
  });
});
