// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { measureCommentFragments } from './comment-fragments.ts';
import { countComponentTests } from './component-tests.ts';
import { measureCrowdedFolders } from './crowded-folders.ts';
import { measureDecisionStatus } from './decision-status.ts';
import { measureDocPaths } from './doc-paths.ts';
import { measureEngineForks } from './engine-forks.ts';
import { countFigure, formatFigures, standingOf } from './figure.ts';
import { measureForwardReferences } from './forward-references.ts';
import { measureFunctions } from './function-figures.ts';
import { findUnusedLimits, formatLimits, readLimits, tightenLimits } from './limits.ts';
import { measureLineWidth } from './line-width.ts';
import { measureMutualImports } from './mutual-imports.ts';
import { measureOperationSpread } from './operation-spread.ts';
import { measureUntestedLines } from './untested-lines.ts';

const numbers = (count: number): readonly number[] => [...Array(count).keys()];

describe('the width of lines', () => {
  it('names each line that is too wide, and the share of the wide ones', () => {
    const text = `${'a'.repeat(141)}\nsay("${'q'.repeat(141)}");\n${'b'.repeat(140)}\n${'c'.repeat(121)}\n${'d'.repeat(120)}\n`;
    expect(measureLineWidth([{ path: 'x.ts', text }])).toMatchObject([
      {
        name: 'lines over 140 columns',
        measured: 2,
        note: '1 without their text in quotes',
        details: ['x.ts:1 (141)', 'x.ts:2 (149)'],
      },
      {
        name: 'lines over 120 columns',
        measured: 80,
        note: '4 of 5',
        details: ['x.ts:1 (141)', 'x.ts:2 (149)', 'x.ts:3 (140)', 'x.ts:4 (121)'],
      },
    ]);
  });
});

describe('functions', () => {
  const body = (lines: number): string => 'use();\n'.repeat(lines);

  it('are counted with their lines and their parameters, those within others too', () => {
    const text = `export function outer(a, b, c, d) {\n${body(80)}  return { inner: (one) => {\n${body(90)}} };\n}\n`;
    expect(measureFunctions([{ path: 'x.ts', text }])).toMatchObject([
      { measured: 174, details: ['x.ts:1 outer (174 lines)', 'x.ts:82 inner (92 lines)'] },
      { measured: 2 },
      { measured: 1, details: ['x.ts:1 outer (4 parameters)'] },
    ]);
  });

  it('have no lines of JSX, and are not those of tests', () => {
    const page = `function Page() {\n  return (\n    <div>\n${'<p />\n'.repeat(90)}    </div>\n  );\n}\n`;
    const long = `it('a', () => {\n${body(90)}});\n`;
    expect(
      measureFunctions([
        { path: 'page.tsx', text: page },
        { path: 'page.test.tsx', text: long },
        { path: 'testing/fake.ts', text: long },
      ]),
    ).toMatchObject([{ measured: 5 }, { measured: 0 }, { measured: 0 }]);
  });
});

describe('uses of a constant before its definition', () => {
  it('are found in functions that are called later, and not where the name is another one', () => {
    const text = [
      'export function createFeatures(host) {',
      '  const volumes = createVolumes({ of: (name) => containers.find(name), networks });',
      '  const { networks, found: images } = createNetworks({ containers: (containers) => containers });',
      '  const containers = createContainers({ volumes, images, containers: 1 });',
      '  return host.containers;',
      '}',
    ].join('\n');
    expect(measureForwardReferences([{ path: 'helper/features.ts', text }])).toMatchObject({
      measured: 2,
      details: ['helper/features.ts:2 containers', 'helper/features.ts:2 networks'],
    });
  });
});

describe('doc comments that do not begin with a whole sentence', () => {
  /** Gives a comment that this file does not have itself. */
  const comment = (words: string): string => ['/', `**${words} */`].join('');

  it('are those that the rule for comments finds', () => {
    const text = [
      ...['Of the container.', 'Offers it.', 'Also by name.'].map((words) => comment(` ${words}`)),
      comment('\n * The same, on this host.\n'),
      '/* So it is. */',
    ].join('\n');
    expect(measureCommentFragments([{ path: 'x.ts', text }])).toMatchObject({
      details: ['x.ts:1', 'x.ts:3', 'x.ts:4'],
    });
  });
});

describe('files that name an operation', () => {
  it('are counted for each operation, once for each file', () => {
    const sources = [
      { path: 'a.ts', text: "call('container.start'); call('container.start'); call('file.list');" },
      { path: 'b.test.tsx', text: "call('container.start', 'volume.attach', 'volume.none')" },
      { path: 'c.css', text: "'container.start'" },
    ];
    expect(measureOperationSpread(sources, ['container.start', 'file.list', 'volume.attach'])).toMatchObject({
      measured: 1,
      details: ['container.start (2)'],
    });
  });
});

describe('lines without a test', () => {
  it('are those of files of the product that no unit test imports, the longest file first', () => {
    const sources = [
      { path: 'helper/a.ts', text: '1\n2\n3' },
      { path: 'helper/b.ts', text: "import './a.ts';" },
      { path: 'helper/c.ts', text: '1\n2' },
      { path: 'helper/sub/a.test.ts', text: "import { a } from '../a.ts';\nimport type { One } from './d.ts';" },
      { path: 'helper/b.lab.test.ts', text: "import { b } from './b.ts';" },
      { path: 'scripts/e.ts', text: '1' },
    ];
    expect(measureUntestedLines(sources)).toMatchObject({
      measured: 50,
      note: '3 of 6',
      details: ['helper/c.ts (2)', 'helper/b.ts (1)'],
    });
  });
});

describe('files that fork on the engine', () => {
  const forks = (path: string, text: string): unknown => measureEngineForks([{ path, text }]).details;

  it('are those that compare it, choose by it, or name it at a port', () => {
    for (const line of [
      "if (engine === 'lxc') return;",
      "if (row.engine !== 'incus') return;",
      "const isInstance = kind === 'incus';",
      'return words[engine];',
      'return words[container.engine];',
      'if (containers.isOfIncus(name)) return;',
      'await containers.ofIncus.openRoot(name);',
      'await containers.moveInIncus(name);',
      'if (host.incus.has(name)) return;',
    ])
      expect(forks('helper/features/x/x.ts', `const a = 1;\n${line}\n`)).toEqual(['helper/features/x/x.ts:2']);
  });

  it('are none of the engines, no tests, and none that only speak of it', () => {
    const text = "if (engine === 'lxc') return;\n";
    for (const path of ['helper/engines/lxc/x.ts', 'helper/incus/x.ts', 'x.test.ts', 'fixtures/x.ts', 'x.py'])
      expect(forks(path, text)).toEqual([]);
    expect(
      forks('x.ts', "/** It says `engine === 'lxc'`,\n * as text. */\n// Or ofIncus.\ncan(container, 'move');\n"),
    ).toEqual([]);
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
    expect(measureCrowdedFolders(paths)).toMatchObject({ measured: 1, details: ['audit (26)'] });
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
      measured: 1,
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
    expect(measureMutualImports(sources)).toMatchObject({ measured: 0, details: [] });
  });
});

describe('component tests', () => {
  it('are counted in files with a document only', () => {
    const sources = [
      { path: 'a.test.tsx', text: "// @vitest-environment happy-dom\nit('a', f);\n  it.each([1])('b', f);\n" },
      { path: 'b.test.ts', text: "it('c', f);\n" },
      { path: 'c.ts', text: '// @vitest-environment happy-dom\n' },
    ];
    expect(countComponentTests(sources)).toMatchObject({ measured: 2, note: 'in 1 files', isLeast: true });
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
      measured: 1,
      details: ['docs/a.md: rpc/gone.ts'],
    });
  });
});

describe('a limit', () => {
  const tests = { name: 'tests', measured: 100, isLeast: true, slack: 10, details: [] };

  it.each([
    [countFigure('riddles', ['a', 'b']), 1, 'exceeded'],
    [countFigure('riddles', ['a', 'b']), 2, 'within'],
    [countFigure('riddles', ['a', 'b']), 3, 'loose'],
    [countFigure('riddles', []), undefined, 'unlimited'],
    [tests, 101, 'exceeded'],
    [tests, 90, 'within'],
    [tests, 89, 'loose'],
  ])('is neither exceeded nor left behind: %o, %s: %s', (figure, limit, standing) => {
    expect(standingOf(figure, limit)).toBe(standing);
  });

  it('is only tightened, and stays for no figure that is gone', () => {
    const figures = [countFigure('better', ['a']), countFigure('worse', ['a', 'b']), countFigure('new', ['a']), tests];
    const limits = readLimits('{ "better": 2, "worse": 1, "gone": 4, "tests": 95 }');
    expect(formatLimits(tightenLimits(figures, limits))).toBe(
      '{\n  "better": 1,\n  "worse": 1,\n  "new": 1,\n  "tests": 95\n}\n',
    );
    expect(findUnusedLimits(figures, limits)).toEqual(['gone']);
  });
});

describe('the table', () => {
  it('shows each figure beside its limit, where one is exceeded, and what to do with the others', () => {
    const figures = [
      countFigure('riddles', ['a', 'b']),
      countFigure('circles', []),
      countFigure('knots', ['c']),
      { name: 'tests', measured: 7, unit: ' %', note: '7 of 100', isLeast: true, details: [] },
      countFigure('new', ['d']),
    ];
    const limits = new Map([
      ['riddles', 0],
      ['circles', 0],
      ['knots', 3],
      ['tests', 7],
    ]);
    expect(formatFigures(figures, limits)).toBe(
      [
        '    figure   measured        limit',
        '!!  riddles  2               0',
        'ok  circles  0               0',
        '!!  knots    1               3',
        'ok  tests    7 % (7 of 100)  at least 7 %',
        '!!  new      1               none',
        '',
        'riddles:',
        'a',
        'b',
        '',
        'knots: tighten the limit to 1 (npm run figures -- --tighten)',
        '',
        'new: give it a limit (npm run figures -- --tighten)',
      ].join('\n'),
    );
  });
});
