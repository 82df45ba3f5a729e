// SPDX-License-Identifier: Apache-2.0
/** Findings of an audit as people read them. Names of processes come from containers and are escaped. */

import type { Finding, Fix, Severity } from '../contract/model/isolation-finding.ts';
import { escapeText } from './escape-text.ts';
import type { Colour, Paint } from './paint.ts';

const colours: Readonly<Record<Severity, Colour>> = { broken: 'red', weak: 'yellow', notice: 'dim' };

export function findingText({ id, severity, summary, evidence, fix }: Finding, paint: Paint): string {
  const lines = [
    `${paint(severity.padEnd(6), colours[severity])}  ${escapeText(summary)}`,
    ...evidence.map((line) => `        ${escapeText(line)}`),
    ...fixLines(id, fix).map((line) => `        ${escapeText(line)}`),
  ];
  return lines.map((line) => `${line}\n`).join('');
}

function fixLines(id: string, fix: Fix): readonly string[] {
  const summary = `-> ${fix.summary}`;
  switch (fix.by) {
    case 'helper':
      return [summary, `   bulkheadctl audit --fix ${quoted(id)}`];
    case 'commands':
      return [summary, ...fix.commands.map((command) => `   ${command}`)];
    case 'advice':
      return [summary];
  }
}

/** Quotes the id so that a shell takes it for one word. */
function quoted(id: string): string {
  return /^[\w.,:/-]+$/.test(id) ? id : `'${id.replaceAll("'", String.raw`'\''`)}'`;
}
