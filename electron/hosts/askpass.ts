// SPDX-License-Identifier: Apache-2.0
/**
 * Answers what ssh asks its user: passwords, passphrases, and whether the key of a host is right. ssh runs a script of
 * ours (SSH_ASKPASS), which leaves the question in a folder that only this user may open, and waits at a pipe for the
 * answer. Answers are never stored, logged or put into arguments.
 */

import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { type FSWatcher, watch } from 'node:fs';
import { chmod, constants, mkdtemp, open, readdir, readFile, rm, unlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { HostQuestion, QuestionKind } from '../../contract/bridge.ts';

const run = promisify(execFile);
const maxQuestionLength = 4000;
const noAnswer = '-';

/** The first character of the answer says whether there is one; the pipe is opened by both sides, so neither waits. */
const script = `#!/bin/sh
# Passes a question of ssh to the window of Bulkhead, and prints the answer.
set -eu
printf '%s' "$1" > "$BULKHEAD_ASKPASS/asking"
mv "$BULKHEAD_ASKPASS/asking" "$BULKHEAD_ASKPASS/question"
IFS= read -r answer < "$BULKHEAD_ASKPASS/answer"
case $answer in
+*) printf '%s\\n' "\${answer#+}" ;;
*) exit 1 ;;
esac
`;

export interface Askpass {
  /** What is asked now, the oldest first. */
  questions(): readonly HostQuestion[];
  /** Gives the person's answer. Undefined means that there is none, and ssh goes on without. */
  answer(id: string, text: string | undefined): void;
  /** Prepares for one ssh to a host. Close it when that ssh has ended. */
  open(host: { readonly id: string; readonly label: string }): Promise<AskpassSession>;
}

export interface AskpassSession {
  /** Holds the variables to add to the environment of ssh. */
  readonly environment: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

export interface AskpassOptions {
  /** Names the path at which the script is written, in a folder of this user. */
  readonly scriptPath: string;
  readonly onChange: (questions: readonly HostQuestion[]) => void;
}

interface Waiting {
  readonly question: HostQuestion;
  readonly reply: (line: string) => void;
  /** The person wants nothing more of this ssh. */
  readonly giveUp: () => void;
}

export function createAskpass({ scriptPath, onChange }: AskpassOptions): Askpass {
  const waiting = new Map<string, Waiting>();

  function changed(): void {
    onChange(list());
  }
  function list(): readonly HostQuestion[] {
    return [...waiting.values()].map(({ question }) => question);
  }
  function settle(id: string, line: string): void {
    const one = waiting.get(id);
    if (one === undefined) return;
    waiting.delete(id);
    one.reply(line);
    changed();
  }

  return {
    questions: list,
    answer(id, text) {
      if (text === undefined) waiting.get(id)?.giveUp();
      // An answer has one line: more would be taken for the answer to a later question.
      settle(id, text === undefined || /[\r\n\0]/.test(text) ? noAnswer : `+${text}`);
    },
    async open(host) {
      await writeScript(scriptPath);
      const folder = await mkdtemp(join(process.env['XDG_RUNTIME_DIR'] ?? tmpdir(), 'bulkhead-askpass-'));
      await run('mkfifo', ['-m', '600', join(folder, 'answer')]);
      // Open for both directions, so that opening does not wait and what is written stays until it is read.
      const pipe = await open(join(folder, 'answer'), constants.O_RDWR | constants.O_NONBLOCK);
      const own = new Set<string>();
      let isGivenUp = false;
      const look = async (): Promise<void> => {
        const text = await takeQuestion(folder);
        if (text === undefined) return;
        const reply = (line: string): void => void pipe.write(`${line}\n`).catch(() => undefined);
        // ssh would go on with its next way to log in, and ask again.
        if (isGivenUp) {
          reply(noAnswer);
          return;
        }
        const id = randomUUID();
        own.add(id);
        const question = { id, hostId: host.id, host: host.label, kind: kindOf(text), text };
        waiting.set(id, { question, reply, giveUp: () => (isGivenUp = true) });
        changed();
      };
      const watcher: FSWatcher = watch(folder, () => void look().catch(() => undefined));
      return {
        environment: {
          SSH_ASKPASS: scriptPath,
          SSH_ASKPASS_REQUIRE: 'force',
          BULKHEAD_ASKPASS: folder,
          // ssh takes no askpass without it, even where none is used.
          DISPLAY: process.env['DISPLAY'] ?? ':0',
        },
        async close() {
          watcher.close();
          for (const id of own) settle(id, noAnswer);
          await pipe.close();
          await rm(folder, { recursive: true, force: true });
        },
      };
    },
  };
}

async function writeScript(path: string): Promise<void> {
  await writeFile(path, script, { mode: 0o700 });
  await chmod(path, 0o700);
}

/** Undefined when nothing is asked. The script renames the file into place, so it is whole. */
async function takeQuestion(folder: string): Promise<string | undefined> {
  if (!(await readdir(folder)).includes('question')) return undefined;
  const path = join(folder, 'question');
  const text = await readFile(path, 'utf8').catch(() => undefined);
  // A parallel read of the folder may have taken the question.
  if (text === undefined || !(await removed(path))) return undefined;
  return text.slice(0, maxQuestionLength);
}

function removed(path: string): Promise<boolean> {
  return unlink(path).then(
    () => true,
    () => false,
  );
}

function kindOf(text: string): QuestionKind {
  if (/authenticity of host .* can't be established/s.test(text) || /\(yes\/no(?:\/\[fingerprint\])?\)/.test(text))
    return 'host-key';
  if (/^Enter passphrase for /.test(text)) return 'passphrase';
  return /password/i.test(text) ? 'password' : 'other';
}
