// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { addSpdxHeader, hasSpdxHeader } from './spdx-header.ts';

describe('the licence header', () => {
  it('is a comment of the language of the file', () => {
    const lines = ['a.ts', 'a.tsx', 'a.css', 'a.cil', 'a.py', 'a.socket'].map((path) => addSpdxHeader(path, ''));
    expect(lines).toEqual([
      '// SPDX-License-Identifier: Apache-2.0\n',
      '// SPDX-License-Identifier: Apache-2.0\n',
      '/* SPDX-License-Identifier: Apache-2.0 */\n',
      '; SPDX-License-Identifier: Apache-2.0\n',
      '# SPDX-License-Identifier: Apache-2.0\n',
      '# SPDX-License-Identifier: Apache-2.0\n',
    ]);
  });

  it('leaves the shebang in the first line', () => {
    expect(addSpdxHeader('run.mjs', '#!/usr/bin/env node\nrun();\n')).toBe(
      '#!/usr/bin/env node\n// SPDX-License-Identifier: Apache-2.0\nrun();\n',
    );
  });

  it('is found again where it was added', () => {
    const texts = { 'a.ts': 'export {};\n', 'run.sh': '#!/bin/sh\nexit 0\n', 'base.cil': '(block base)\n' };
    const found = Object.entries(texts).map(([path, text]) => [
      hasSpdxHeader(path, text),
      hasSpdxHeader(path, addSpdxHeader(path, text)),
    ]);
    expect(found).toEqual([
      [false, true],
      [false, true],
      [false, true],
    ]);
  });

  it('counts only at the head, whole, and with this licence', () => {
    const header = '// SPDX-License-Identifier: Apache-2.0';
    expect(hasSpdxHeader('a.ts', `\n\n\n${header}\n`)).toBe(false);
    expect(hasSpdxHeader('a.ts', `${header} WITH exception\n`)).toBe(false);
    expect(hasSpdxHeader('a.ts', '// SPDX-License-Identifier: MIT\n')).toBe(false);
    expect(hasSpdxHeader('a.css', `${header}\n`)).toBe(false);
  });
});
