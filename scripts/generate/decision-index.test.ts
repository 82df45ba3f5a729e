// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { formatDecisionIndex } from './decision-index.ts';

const decision = (name: string, status = 'accepted') => ({
  name,
  text: `---\nstatus: ${status}\ndate: 2026-11-24\n---\n\n# Use zod\n\n## Context\n`,
});

describe('the index of decisions', () => {
  it('has a row for each, with its title, status and date', () => {
    const decisions = [decision('0001-use-zod.md', 'superseded by ADR-0002'), decision('0002-use-ajv.md')];
    expect(formatDecisionIndex(decisions).split('\n').slice(-3)).toEqual([
      '| 1 | [Use zod](0001-use-zod.md) | superseded by ADR-0002 | 2026-11-24 |',
      '| 2 | [Use zod](0002-use-ajv.md) | accepted | 2026-11-24 |',
      '',
    ]);
  });

  it('is not written while one has no status', () => {
    const bare = { name: '0003-use-nothing.md', text: '# Use nothing\n' };
    expect(() => formatDecisionIndex([bare])).toThrow('0003-use-nothing.md: it has no status, date and title');
  });

  it('is not written when two have one number', () => {
    expect(() => formatDecisionIndex([decision('0001-use-zod.md'), decision('0001-use-ajv.md')])).toThrow(
      'two decisions have the number 0001',
    );
  });
});
