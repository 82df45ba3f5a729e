// SPDX-License-Identifier: Apache-2.0
/**
 * What journalctl prints in a container, taken apart into entries. What is none is kept for the failure, up to a limit;
 * what prints more of it is no journalctl.
 */

import { fail } from '../../../../contract/errors.ts';
import { serviceLimits } from '../../../../contract/rules/service-limits.ts';
import { say } from '../../../../contract/text.ts';
import { visibleLine } from '../../../system/visible-line.ts';
import { createLineSplitter } from '../split-lines.ts';
import { type JournalEntry, parseEntry } from './journal-entry.ts';

export interface JournalOutput {
  /** The entries that end in this piece. Fails with `log-unavailable` when too much of it is none. */
  take(piece: string): readonly JournalEntry[];
  /** Fails with `log-unavailable` where the exit code, and what was printed, say that there is no journal. */
  end(exitCode: number): void;
}

/** What is kept of what journalctl says beside entries, for the failure. */
const maxWords = 300;
/** What is read beside entries before the program counts as something else than journalctl: whole lines, and any. */
const maxOtherCharacters = 64 * 1024;
const maxUnusedCharacters = 16 * 1024 * 1024;

/** What a shell, or lxc-attach, gives for a program that is not there. */
const notFound = 127;

export function createJournalOutput(name: string): JournalOutput {
  const splitter = createLineSplitter(serviceLimits.logLineCharacters.value);
  let words = '';
  let other = 0;
  let unused = 0;

  function keep(text: string): void {
    other += text.length + 1;
    words = `${words}${words === '' ? '' : '; '}${text}`.slice(0, maxWords);
  }

  return {
    take(piece) {
      const entries: JournalEntry[] = [];
      for (const line of splitter.push(piece)) {
        const entry = parseEntry(line);
        if (entry === undefined) keep(line.text);
        else entries.push(entry);
      }
      unused = entries.length === 0 ? unused + piece.length : 0;
      if (other > maxOtherCharacters || unused > maxUnusedCharacters)
        fail('log-unavailable', {
          name,
          reason: say('its journalctl prints no entries, but: {words}', { words: visibleLine(words) }),
        });
      return entries;
    },
    end: (exitCode) => judgeEnd(name, exitCode, words),
  };
}

/** journalctl ends with 1 and without a word when nothing matches. One that is killed ends with its container. */
function judgeEnd(name: string, exitCode: number, words: string): void {
  if (exitCode === notFound)
    fail('log-unavailable', {
      name,
      reason: say('it has no journalctl, so probably no systemd; look at its console log'),
    });
  if (exitCode === 0 || exitCode > 128 || words === '') return;
  fail('log-unavailable', {
    name,
    reason: say('its journalctl ended with {exitCode}: {words}', { exitCode, words: visibleLine(words) }),
  });
}
