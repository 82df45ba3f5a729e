// SPDX-License-Identifier: Apache-2.0
/**
 * Leaves the sentences that describe the operations and the limits of the contract, and those of the command line, out
 * of the page: it shows none of them, and would load them before its first picture.
 */

import type { Plugin } from 'vite';

const operations = /\/contract\/operations\/(?:[\w-]+\/)*[\w-]+\.ts$/;
const limits = /\/contract\/rules\/service-limits\.ts$/;
const literal = String.raw`(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|\`[^\`]*\`)`;
/** Matches the summary of an operation: its action comes next. */
const summary = new RegExp(String.raw`\bsummary:\s*${literal}(?:\s*\+\s*${literal})*,(?=\s*action:)`, 'g');
/**
 * Matches what describes a limit, which is all but its value. A word is one of the file's own names for what happens
 * beyond the limit.
 */
const meaning = new RegExp(String.raw`,\s*(?:unit|meaning|beyond):\s*(?:${literal}|\w+)(?=\s*[,}])`, 'g');
const models = /\/contract\/model\/(?:[\w-]+\/)*[\w-]+\.ts$/;
/** Matches a sentence that only the command line says. */
const untranslated = new RegExp(String.raw`\buntranslated\(\s*${literal}\s*,?\s*\)`, 'g');

export function leaveOutDocumentation(): Plugin {
  return {
    name: 'leave-out-documentation',
    enforce: 'pre',
    transform(code, id) {
      if (operations.test(id)) return { code: code.replaceAll(summary, ''), map: null };
      if (models.test(id)) return { code: code.replaceAll(untranslated, "''"), map: null };
      return limits.test(id) ? { code: code.replaceAll(meaning, ''), map: null } : undefined;
    },
  };
}
