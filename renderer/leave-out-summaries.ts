// SPDX-License-Identifier: Apache-2.0
/**
 * Leaves the sentences that describe the operations of the contract out of the page: they are documentation, and the
 * page would load them before its first picture.
 */

import type { Plugin } from 'vite';

const file = /\/contract\/operations\/[\w-]+\.ts$/;
const literal = String.raw`(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|\`[^\`]*\`)`;
/** Of an operation: its action comes next. */
const summary = new RegExp(String.raw`\bsummary:\s*${literal}(?:\s*\+\s*${literal})*,(?=\s*action:)`, 'g');

export function leaveOutSummaries(): Plugin {
  return {
    name: 'leave-out-summaries',
    enforce: 'pre',
    transform: (code, id) =>
      file.test(id) ? { code: code.replaceAll(summary, `summary: '',`), map: null } : undefined,
  };
}
