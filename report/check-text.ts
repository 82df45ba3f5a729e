// SPDX-License-Identifier: Apache-2.0
/** Checks of a host as people read them on a terminal, and as scripts get them. */

import type { CheckFix, CheckState, HostCheck } from '../contract/model/host/host-check.ts';
import { escapeText } from './escape-text.ts';
import type { Colour, Paint } from './paint.ts';

const colours: Readonly<Record<CheckState, Colour>> = { ok: 'green', warn: 'yellow', fail: 'red' };
const indent = ' '.repeat(6);

export function checkText({ id, state, title, message, fix }: HostCheck, paint: Paint): string {
  const lines = [
    `${paint(state.padEnd(4), colours[state])}  ${paint(escapeText(title), 'bold')} (${escapeText(id)}): ${escapeText(message)}`,
    ...(fix === null ? [] : fixLines(fix)).map((line) => `${indent}${escapeText(line)}`),
  ];
  return lines.map((line) => `${line}\n`).join('');
}

/** Gives one object for each check; the names are those of the interface for scripts. */
export function checkJson({ id, state, title, message, fix }: HostCheck): object {
  return { check: id, state, title, message, fix: fix === null ? null : fixJson(fix) };
}

function fixLines(fix: CheckFix): readonly string[] {
  return [`-> ${fix.summary}`, ...commandsOf(fix).map((command) => `   ${command}`)];
}

/** Where the helper fixes it, the command is the one by which it is asked. */
function commandsOf(fix: CheckFix): readonly string[] {
  switch (fix.by) {
    case 'helper':
      return [`bulkheadctl doctor --fix ${fix.check}`];
    case 'commands':
      return fix.commands;
    case 'advice':
      return [];
  }
}

function fixJson(fix: CheckFix): object {
  return { by: fix.by, summary: fix.summary, commands: commandsOf(fix) };
}
