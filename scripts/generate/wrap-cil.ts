// SPDX-License-Identifier: Apache-2.0
/** Breaks what is too wide in generated CIL, which reads white space of any kind as one. */

const maxWidth = 120;
const indent = '    ';

/** Comments are written by people, and stay as they are. */
export function wrapCil(text: string): string {
  return text
    .split('\n')
    .flatMap((line) => (line.startsWith(';') ? [line] : wrapLine(line)))
    .join('\n');
}

function wrapLine(line: string): readonly string[] {
  const lines: string[] = [];
  let current = '';
  for (const word of line.split(' ')) {
    if (current !== '' && `${current} ${word}`.length > maxWidth) {
      lines.push(current);
      current = `${indent}${word}`;
    } else current = current === '' ? word : `${current} ${word}`;
  }
  return [...lines, current];
}
