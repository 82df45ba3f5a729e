// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { formatDecisionIndex } from './decision-index.ts';

const decision = (name: string, status = 'accepted', subject = 'protocol') => ({
  name,
  text: `---\nstatus: ${status}\ndate: 2026-11-24\nsubject: ${subject}\n---\n\n# Use zod\n\n## Context\n`,
});

describe('the index of decisions', () => {
  it('has a row for each below its subject, with its title, status and date', () => {
    const decisions = [
      decision('0001-use-zod.md', 'superseded by ADR-0003'),
      decision('0002-use-lxc.md', 'accepted', 'containers'),
      decision('0003-use-ajv.md'),
    ];
    const table = ['', '| no. | decision | status | date |', '|---|---|---|---|'];
    expect(formatDecisionIndex(decisions).split('\n').slice(-13)).toEqual([
      '## Containers and images',
      ...table,
      '| 2 | [Use zod](0002-use-lxc.md) | accepted | 2026-11-24 |',
      '',
      '## Protocol and contract',
      ...table,
      '| 1 | [Use zod](0001-use-zod.md) | superseded by ADR-0003 | 2026-11-24 |',
      '| 3 | [Use zod](0003-use-ajv.md) | accepted | 2026-11-24 |',
      '',
    ]);
  });

  it('is not written while one has a subject that no other part of the index has', () => {
    expect(() => formatDecisionIndex([decision('0001-use-zod.md', 'accepted', 'fruit')])).toThrow(
      '0001-use-zod.md: write one of these subjects: containers, files,',
    );
  });

  it('is not written while one has no status', () => {
    const bare = { name: '0003-use-nothing.md', text: '# Use nothing\n' };
    expect(() => formatDecisionIndex([bare])).toThrow('0003-use-nothing.md: it has no status, date, subject and title');
  });

  it('is not written when two have one number', () => {
    expect(() => formatDecisionIndex([decision('0001-use-zod.md'), decision('0001-use-ajv.md')])).toThrow(
      'two decisions have the number 0001',
    );
  });
});
