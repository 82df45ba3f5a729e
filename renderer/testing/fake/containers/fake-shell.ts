// SPDX-License-Identifier: Apache-2.0
/** A shell that echoes and knows a few commands: enough to see a terminal at work. */

import type { Input } from '../../../../contract/operations/index.ts';

/** `line` is what was typed since the prompt; a shell that is continued begins with it, and without a greeting. */
interface FakeShellState {
  readonly name: string;
  readonly user: string;
  readonly folder: string;
  line: string | undefined;
  /** Says that it is the boot console, which offers a login, and writes nothing before somebody presses a key. */
  readonly isBoot?: boolean;
}

export interface FakeConsole {
  readonly shell: FakeShellState;
  /** Holds all of its output. */
  output: string;
}

export async function* fakeShell(
  state: FakeShellState,
  input: AsyncIterable<Input<'console.open'>>,
): AsyncGenerator<{ data: string }, { exitCode: number }, undefined> {
  if (state.isBoot === true) return yield* fakeLogin(state.name, input);
  const { name, user, folder } = state;
  const prompt = `\x1b[1;32m${user}@${name}\x1b[0m:\x1b[1;34m${folder}\x1b[0m${user === 'root' ? '#' : '$'} `;
  if (state.line === undefined) yield { data: `Debian GNU/Linux 13 ${name} pts/0\r\n\r\n${prompt}` };
  let line = (state.line ??= '');
  for await (const message of input) {
    if (message.type === 'resize') continue;
    for (const character of message.data) {
      if (character === '\r' || character === '\n') {
        if (line.trim() === 'exit') {
          yield { data: '\r\nlogout\r\n' };
          return { exitCode: 0 };
        }
        yield { data: `\r\n${answerTo(line.trim(), state)}${prompt}` };
        line = '';
      } else if (character === '\x7f') {
        if (line !== '') yield { data: '\b \b' };
        line = line.slice(0, -1);
      } else if (character === '\x03') {
        line = '';
        yield { data: `^C\r\n${prompt}` };
      } else if (character >= ' ') {
        line += character;
        yield { data: character };
      }
      state.line = line;
    }
  }
  return { exitCode: 129 };
}

async function* fakeLogin(
  name: string,
  input: AsyncIterable<Input<'console.open'>>,
): AsyncGenerator<{ data: string }, { exitCode: number }, undefined> {
  const prompt = `\r\nDebian GNU/Linux 13 ${name} console\r\n\r\n${name} login: `;
  let user = '';
  for await (const message of input) {
    if (message.type === 'resize') continue;
    for (const character of message.data) {
      if (character === '\r') {
        yield { data: user === '' ? prompt : `\r\n\r\nLogin incorrect\r\n${name} login: ` };
        user = '';
      } else {
        user += character;
        yield { data: character };
      }
    }
  }
  return { exitCode: 0 };
}

function answerTo(command: string, { name, user, folder }: FakeShellState): string {
  const [program = '', ...rest] = command.split(' ');
  switch (program) {
    case '':
      return '';
    case 'echo':
      return `${rest.join(' ')}\r\n`;
    case 'id':
      return user === 'root'
        ? 'uid=0(root) gid=0(root) groups=0(root) context=system_u:system_r:bulkhead_t:s0:c1,c2\r\n'
        : `uid=1000(${user}) gid=1000(${user}) groups=1000(${user})\r\n`;
    case 'pwd':
      return `${folder}\r\n`;
    case 'hostname':
      return `${name}\r\n`;
    case 'ls':
      return '\x1b[1;34mbackup\x1b[0m  deploy.sh  \x1b[1;34mwww\x1b[0m\r\n';
    case 'cat':
      return `cat: ${rest[0] ?? ''}: Permission denied\r\n`;
    case 'link':
      return [
        '\x1b]8;;https://www.example.org/\x1b\\a link\x1b]8;;\x1b\\',
        ' and \x1b]8;;javascript:alert(1)\x1b\\another\x1b]8;;\x1b\\',
        ' and \x1b]8;;http://www.аррӏе.example/login\x1b\\https://www.apple.example/\x1b]8;;\x1b\\',
        '\x1b]52;c;c3RvbGVu\x07\r\n',
      ].join('');
    case 'address':
      return 'see https://www.example.org/a?b=c. or http://user@example.org or https://ex\u202eample.org/x\r\n';
    case 'seq':
      return Array.from({ length: Math.min(5000, Number(rest[0] ?? 10)) }, (_, index) => `${index + 1}\r\n`).join('');
    case 'systemctl':
      return '\x1b[1;32mrunning\x1b[0m\r\n';
    default:
      return `bash: ${program}: command not found\r\n`;
  }
}
