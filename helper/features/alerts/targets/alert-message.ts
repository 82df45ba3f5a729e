// SPDX-License-Identifier: Apache-2.0
/**
 * What is sent of alerts: a subject, a text, and JSON for webhooks. Names that a container or a person chose are data:
 * each is made visible, so that none ends a line.
 */

import { alertJson } from '../../../../contract/wording/alerts/alert-json.ts';
import { describeAlert } from '../../../../contract/wording/alerts/describe-alert.ts';
import type { Alert } from '../../../../contract/model/alerts/alert.ts';
import { alertKindOf } from '../../../../contract/model/alerts/alert-kinds.ts';
import type { Message } from '../../../notifier/delivery.ts';
import { visibleLine } from '../../../system/visible-line.ts';
import type { Notice } from './target-book.ts';

/** Says from where and when a message comes. */
export interface Sender {
  readonly host: string;
  readonly target: string;
  readonly id: string;
  /** The time stays the same for each attempt; seconds since the epoch. */
  readonly at: number;
}

/** Alerts that are named one by one; of others the number is said. */
const maxNamed = 20;
const maxSubject = 200;

/** One message of all these notices, oldest first, and of so many more that are not kept. */
export function writeMessage(notices: readonly Notice[], uncounted: number, sender: Sender): Message {
  const named = notices.slice(0, maxNamed);
  const count = notices.length + uncounted;
  const [first] = notices;
  const title = count === 1 && first !== undefined ? titleOf(first) : `${count} alerts`;
  const lines = named.flatMap(linesOf);
  if (count > named.length) lines.push(`and ${count - named.length} more`);
  const alerts = named.map(({ event, alert }) => ({ event, ...alertJson(alert) }));
  return compose(sender, { type: 'alerts', title, lines, data: { count, alerts } });
}

/** A message that says that it is a test. */
export function writeTest(sender: Sender): Message {
  const lines = ['This is a test. Nothing has happened.'];
  return compose(sender, { type: 'test', title: 'Test of alerts', lines, data: { count: 0, alerts: [] } });
}

interface Content {
  readonly type: 'alerts' | 'test';
  readonly title: string;
  readonly lines: readonly string[];
  readonly data: object;
}

function compose({ host, target, id, at }: Sender, { type, title, lines, data }: Content): Message {
  const subject = visibleLine(`[${host}] ${title}`).slice(0, maxSubject);
  const source = visibleLine(`Sent by Bulkhead on ${host}, to its target "${target}" of alerts.`);
  const text = [...lines.map(visibleLine), '', source].join('\n');
  const timestamp = new Date(at * 1000).toISOString();
  // Chat programs show `text`, and leave the rest.
  const body = JSON.stringify({
    type,
    timestamp,
    text: [subject, ...lines.slice(1)].join('\n'),
    data: { host, ...data },
  });
  return { id, at, subject, text: `${text}\n`, body };
}

function titleOf({ event, alert }: Notice): string {
  return `${event === 'ended' ? 'Over' : severityOf(alert)}: ${describeAlert(alert)}`;
}

function linesOf(notice: Notice): readonly string[] {
  const { begunAt, endedAt } = notice.alert;
  const ended = notice.event === 'ended' && endedAt !== null ? `, ended ${formatUtc(endedAt)}` : '';
  return [titleOf(notice), `    began ${formatUtc(begunAt)}${ended}`];
}

function severityOf({ kind }: Alert): string {
  return alertKindOf(kind).severity === 'critical' ? 'Critical' : 'Warning';
}

function formatUtc(seconds: number): string {
  return `${new Date(seconds * 1000).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}
