// SPDX-License-Identifier: Apache-2.0
/** A denial as people read it. Everything that the confined process controls is escaped. */

import { formatSecurityContext } from '../contract/model/contexts/format-security-context.ts';
import type { SecurityContext } from '../contract/model/contexts/security-context.ts';
import type { DenialEvent } from '../contract/model/denials/denial.ts';
import { escapeText } from './escape-text.ts';
import { formatTime } from './format-time.ts';
import type { Paint } from './paint.ts';

/** Writes the event in one line: when, what was denied, to whom, on what, and between which contexts. */
export function eventLine(event: DenialEvent, paint: Paint): string {
  const { time, decision, permissive, permissions, container, pid, exe, comm } = event;
  const words = permissive === true && decision === 'denied' ? 'logged' : decision;
  const parts = [
    formatTime(time),
    paint(words, words === 'denied' ? 'red' : 'yellow'),
    `{ ${escapeText(permissions.join(' '))} } ${escapeText(event.class ?? '?')}`,
    ...(container === null ? [] : [`container=${escapeText(container)}`]),
    ...(pid === null ? [] : [`pid=${pid}`]),
    ...quoted('comm', comm),
    ...quoted('exe', exe),
    ...quoted(event.path === null ? 'name' : 'path', event.path ?? event.name),
    `${contextText(event.source)} -> ${contextText(event.target)}`,
  ];
  return `${parts.join('  ')}\n`;
}

function quoted(key: string, text: string | null): readonly string[] {
  return text === null ? [] : [`${key}="${escapeText(text)}"`];
}

function contextText(context: SecurityContext | null): string {
  return context === null ? '?' : escapeText(formatSecurityContext(context));
}
