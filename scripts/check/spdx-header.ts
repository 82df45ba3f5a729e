// SPDX-License-Identifier: Apache-2.0
/** The line that names the licence at the head of a source file, as a comment of the file's language. */

const identifier = 'SPDX-License-Identifier: Apache-2.0';
/** A shebang, and what a tool wants in the very first line, may stand before it. */
const headLines = 3;

/** Says whether one of the first lines of `text` names the licence. */
export function hasSpdxHeader(path: string, text: string): boolean {
  return text.split('\n', headLines).includes(spdxLine(path));
}

/** `text` with the header: first of all, or after the shebang. */
export function addSpdxHeader(path: string, text: string): string {
  const shebang = /^#!.*\n/.exec(text)?.[0] ?? '';
  return `${shebang}${spdxLine(path)}\n${text.slice(shebang.length)}`;
}

function spdxLine(path: string): string {
  const extension = path.slice(path.lastIndexOf('.') + 1);
  switch (extension) {
    case 'css':
      return `/* ${identifier} */`;
    case 'cil':
      return `; ${identifier}`;
    case 'py':
    case 'pl':
    case 'sh':
    case 'service':
    case 'socket':
      return `# ${identifier}`;
    default:
      return `// ${identifier}`;
  }
}
