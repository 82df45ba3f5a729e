// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { compilerMessages } from './compiler-messages.ts';
import { declaredNames, unknownIn } from './declared-names.ts';
import { statementAt, withoutStatement } from './statement-at.ts';

describe('what the compiler wrote', () => {
  it('is a rule with all statements that break it, each with its way', () => {
    const output = `neverallow check failed at base.cil:370
  (neverallow bulkhead_domain bulkhead_secret (bulkhead_any_file (use)))
    <root>
    booleanif at policy.cil:488
    true at policy.cil:489
    allow at policy.cil:490
      (allow domain file_type (file (map)))
    <root>
    call at module.cil:22
    allow at base.cil:333
      (allow bulkhead_c_web_t boot_t (file (read)))

neverallow check failed at policy.cil:7
  (neverallow domain self (capability2 (mac_override)))
    <root>
    allow at base.cil:69
      (allow bulkhead_helper_t self (capability2 (mac_override)))

Failed to generate binary
Failed to build policydb
`;
    expect(compilerMessages(output)).toEqual([
      {
        kind: 'neverallow',
        place: { file: 'base.cil', line: 370 },
        text: '(neverallow bulkhead_domain bulkhead_secret (bulkhead_any_file (use)))',
        breaches: [
          {
            path: [
              { keyword: 'booleanif', file: 'policy.cil', line: 488 },
              { keyword: 'true', file: 'policy.cil', line: 489 },
              { keyword: 'allow', file: 'policy.cil', line: 490 },
            ],
            text: '(allow domain file_type (file (map)))',
          },
          {
            path: [
              { keyword: 'call', file: 'module.cil', line: 22 },
              { keyword: 'allow', file: 'base.cil', line: 333 },
            ],
            text: '(allow bulkhead_c_web_t boot_t (file (read)))',
          },
        ],
      },
      {
        kind: 'neverallow',
        place: { file: 'policy.cil', line: 7 },
        text: '(neverallow domain self (capability2 (mac_override)))',
        breaches: [
          {
            path: [{ keyword: 'allow', file: 'base.cil', line: 69 }],
            text: '(allow bulkhead_helper_t self (capability2 (mac_override)))',
          },
        ],
      },
    ]);
  });

  it('is a statement with an unknown name, or other words', () => {
    const output =
      'Failed to resolve typetransition statement at base/host.cil:5\nFailed to resolve AST\n' +
      'Failed to compile cildb: -2\n\nUnknown keyword deny at base/deny.cil:3\nOut of memory\n';
    expect(compilerMessages(output)).toEqual([
      { kind: 'unresolved', keyword: 'typetransition', place: { file: 'base/host.cil', line: 5 } },
      { kind: 'other', place: { file: 'base/deny.cil', line: 3 }, text: 'Unknown keyword deny at base/deny.cil:3' },
      { kind: 'other', place: null, text: 'Out of memory' },
    ]);
    expect(compilerMessages('')).toEqual([]);
  });

  it('is a name that is declared twice, with the place that the compiler gives', () => {
    const output =
      'Re-declaration of macro bulkhead_own\nPrevious declaration of macro at base/own.cil:87\n' +
      'Bad macro declaration at base/own.cil:87\nFailed to build AST\n';
    expect(compilerMessages(output)).toEqual([
      { kind: 'redeclared', name: 'bulkhead_own', place: { file: 'base/own.cil', line: 87 } },
    ]);
  });
});

describe('a statement by its line', () => {
  const source = `; (allow comment)
(type a_t) (allow a_t b_t
    (file (read))) ; (allow
(optional o
    (filecon "/a(b" any ()) (allow a_t c_t (file (read))))`;

  it('is found over several lines, within others and behind strings', () => {
    expect(statementAt(source, 2, 'allow')?.text).toBe('(allow a_t b_t (file (read)))');
    expect(statementAt(source, 5, 'allow')?.text).toBe('(allow a_t c_t (file (read)))');
    expect(statementAt(source, 5, 'filecon')?.text).toBe('(filecon "/a(b" any ())');
  });

  it.each([
    [1, 'allow'],
    [2, 'all'],
    [3, 'allow'],
    [9, 'allow'],
  ])('is not found on line %i as %s', (line, keyword) => {
    expect(statementAt(source, line, keyword)).toBeUndefined();
  });

  it('is taken out, and all others keep their lines', () => {
    const located = statementAt(source, 2, 'allow');
    const left = located === undefined ? '' : withoutStatement(source, located);
    expect(left.split('\n').map((line) => line.trimEnd())).toEqual([
      '; (allow comment)',
      '(type a_t)',
      '                   ; (allow',
      ...source.split('\n').slice(3),
    ]);
  });
});

describe('unknown names', () => {
  const declared = declaredNames([
    '(type a_t)(typealias old_t)\n(typeattribute domain) (class file (read write)) (common socket (bind))',
    '(classmap some (manage)) (macro give ((type t)) (allow t a_t (file (read)))) (role r) (user u) (sensitivity s0)',
  ]);

  it.each([
    ['(allow a_t gone_t (file (read)))', ['gone_t']],
    ['(allow a_t gone_t (file (fly read)))', ['gone_t', 'fly']],
    ['(allow old_t self (some (manage)))', []],
    ['(typeattributeset domain (and (a_t) (not (lost_t lost_t))))', ['lost_t']],
    ['(call give (a_t))', []],
    ['(filecon "/x(/.*)?" any (u r missing_t ((s0) (s0))))', ['missing_t']],
    ['(typetransition a_t a_t dir "lxc" missing_t)', ['missing_t']],
  ])('%s', (statement, unknown) => {
    expect(unknownIn(statement, declared)).toEqual(unknown);
  });
});
