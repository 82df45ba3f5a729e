// SPDX-License-Identifier: Apache-2.0
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Alert } from '../../../../contract/model/alerts/alert.ts';
import { type AlertTargetChoice, maxAlertTargets } from '../../../../contract/model/alerts/alert-target.ts';
import { isFailure } from '../../../../contract/errors.ts';
import { type Connection, openDatabase } from '../../../journal/database.ts';
import type { Delivery, DeliveryAnswer } from '../../../notifier/delivery.ts';
import { createOutbox, maxTryingSeconds, minIntervalSeconds, type Outbox } from './outbox.ts';
import { createTargetBook, maxNotices } from './target-book.ts';
import { createTargets, type Targets } from './targets.ts';

const secret = `whsec_${Buffer.alloc(24).toString('base64')}`;
const url = 'https://hooks.example/services/t0ken';
const mail: AlertTargetChoice = {
  name: 'Operators',
  route: { by: 'mail', to: ['ops@example.org'] },
  isCriticalOnly: false,
  withEnds: true,
  isEnabled: true,
};
const webhook: AlertTargetChoice = { ...mail, name: 'Chat', route: { by: 'webhook', url, secret } };
const taken: DeliveryAnswer = { outcome: 'sent', detail: 'taken' };

let lastAlert = 0;
function alertOf(changes: Partial<Alert> = {}): Alert {
  return {
    id: ++lastAlert,
    rule: 1,
    kind: 'container-memory',
    threshold: 90,
    seconds: 300,
    container: 'web',
    begunAt: 1_000_000,
    endedAt: null,
    endedBy: null,
    value: 95,
    ...changes,
  };
}

describe('targets of alerts', () => {
  let folder: string;
  let database: Connection;
  let outbox: Outbox;
  let targets: Targets;
  let time: number;
  let sent: Delivery[];
  let settled: string[];
  let failures: string[];
  let unkept: number;
  let ids: number;
  let answer: (delivery: Delivery) => Promise<DeliveryAnswer>;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'bulkhead-targets-'));
    database = openDatabase(join(folder, 'test.db'), 'crash');
    time = 1_000_000;
    [sent, settled, failures, unkept, ids, lastAlert] = [[], [], [], 0, 0, 0];
    answer = async () => taken;
    start();
  });
  afterEach(() => {
    database.close();
    rmSync(folder, { recursive: true });
  });

  /** Starts the outbox, also as after a restart of the helper. */
  function start(): void {
    const now = (): number => time;
    const onChange = (): void => undefined;
    const book = createTargetBook(database, () => void (unkept += 1));
    outbox = createOutbox({
      book,
      host: 'ship',
      send: (delivery) => {
        sent.push(delivery);
        return answer(delivery);
      },
      onSettled: ({ name }, alerts, { outcome, detail }) => settled.push(`${name}: ${alerts} ${outcome}: ${detail}`),
      onFailed: (_, attempt, reason) => failures.push(`${attempt}: ${reason}`),
      onChange,
      now,
      newId: () => `id-${++ids}`,
    });
    targets = createTargets({ book, outbox, onChange, now });
  }

  async function pass(seconds: number): Promise<void> {
    time += seconds;
    await outbox.sendDue();
  }

  const subjects = () => sent.map(({ message }) => message.subject);
  const failing = (detail = 'nothing listens there') => {
    answer = async () => ({ outcome: 'failed', detail });
  };
  const codeOf = (act: () => unknown) => {
    try {
      act();
      return undefined;
    } catch (error) {
      return isFailure(error) ? error.code : error;
    }
  };

  it('get an alert when it begins and when it ends, where they want the end', async () => {
    targets.set({ choice: mail });
    targets.set({ choice: { ...mail, name: 'Only beginnings', withEnds: false } });
    const alert = alertOf();
    outbox.add('begun', alert);
    await pass(0);
    outbox.add('ended', { ...alert, endedAt: time, endedBy: 'condition' });
    await pass(minIntervalSeconds);
    const text = 'web uses its memory limit: 95 % (at or above 90 % for 5 min)';
    expect(subjects()).toEqual([`[ship] Warning: ${text}`, `[ship] Warning: ${text}`, `[ship] Over: ${text}`]);
    expect(settled).toEqual(['Operators: 1 sent: taken', 'Only beginnings: 1 sent: taken', 'Operators: 1 sent: taken']);
  });

  it('get one message of many alerts, with their number, and not a second one within a minute (H4)', async () => {
    targets.set({ choice: webhook });
    outbox.add('begun', alertOf());
    await pass(0);
    for (let count = 0; count < maxNotices + 30; count += 1) outbox.add('begun', alertOf());
    await pass(minIntervalSeconds - 1);
    expect(sent).toHaveLength(1);
    expect(targets.list()[0]?.waiting).toBe(maxNotices + 30);
    await pass(1);
    expect(subjects()[1]).toBe(`[ship] ${maxNotices + 30} alerts`);
    const body = JSON.parse(sent[1]?.message.body ?? '') as { data: { count: number; alerts: object[] } };
    expect([body.data.count, body.data.alerts.length]).toEqual([maxNotices + 30, 20]);
    expect(sent[1]?.message.text).toContain(`\nand ${maxNotices + 10} more\n`);
    expect(targets.list()[0]).toMatchObject({ waiting: 0, last: { outcome: 'sent', alerts: maxNotices + 30 } });
    await pass(minIntervalSeconds);
    expect(sent).toHaveLength(2);
  });

  it('get the same message again after growing pauses, and alerts of the meantime in another', async () => {
    targets.set({ choice: mail });
    failing();
    outbox.add('begun', alertOf());
    await pass(0);
    outbox.add('begun', alertOf({ container: 'db' }));
    await pass(29);
    expect(sent).toHaveLength(1);
    await pass(1);
    await pass(119);
    expect(sent).toHaveLength(2);
    expect(targets.list()[0]).toMatchObject({
      waiting: 2,
      last: { outcome: 'failed', detail: 'nothing listens there' },
      nextAttemptAt: 1_000_150,
    });
    answer = async () => taken;
    await pass(1);
    expect(new Set(sent.map(({ message }) => JSON.stringify(message))).size).toBe(1);
    await pass(minIntervalSeconds);
    expect(subjects()[3]).toContain('db');
    expect(failures).toEqual(['1: nothing listens there', '2: nothing listens there']);
  });

  it('are tried no more after a day, which is in the activity log', async () => {
    targets.set({ choice: mail });
    failing();
    outbox.add('begun', alertOf());
    await pass(0);
    for (let hour = 0; hour < 30; hour += 1) await pass(3600);
    expect(settled).toEqual(['Operators: 1 failed: nothing listens there']);
    const before = sent.length;
    await pass(maxTryingSeconds);
    expect([sent.length, targets.list()[0]?.waiting]).toEqual([before, 0]);
  });

  it('get after a restart of the helper what waited, and what its end cut off', async () => {
    targets.set({ choice: mail });
    answer = () => new Promise(() => undefined);
    outbox.add('begun', alertOf());
    void outbox.sendDue();
    expect(sent).toHaveLength(1);
    start();
    answer = async () => taken;
    await pass(29);
    expect(sent).toHaveLength(1);
    await pass(1);
    expect(sent[1]?.message).toEqual(sent[0]?.message);
    start();
    await pass(maxTryingSeconds);
    expect(sent).toHaveLength(2);
  });

  it('are sent to also when the clock was set back by a year', async () => {
    targets.set({ choice: mail });
    failing();
    outbox.add('begun', alertOf());
    await pass(0);
    answer = async () => taken;
    await pass(-31_536_000);
    expect(settled).toEqual(['Operators: 1 sent: taken']);
    outbox.add('begun', alertOf());
    await pass(minIntervalSeconds);
    expect(sent).toHaveLength(3);
  });

  it('get nothing while they are off or muted, neither then nor later', async () => {
    const off = targets.set({ choice: { ...mail, name: 'Off' } });
    const muted = targets.set({ choice: { ...mail, name: 'Muted' } });
    outbox.add('begun', alertOf());
    targets.set({ target: off.id, choice: { ...mail, name: 'Off', isEnabled: false } });
    targets.mute(muted.id, 3600);
    outbox.add('begun', alertOf());
    targets.set({ target: off.id, choice: { ...mail, name: 'Off' } });
    await pass(minIntervalSeconds);
    await pass(3600);
    expect(sent).toEqual([]);
    outbox.add('begun', alertOf());
    await pass(minIntervalSeconds);
    expect(settled).toEqual(['Off: 1 sent: taken', 'Muted: 1 sent: taken']);
  });

  it('get critical alerts only, where that is chosen', async () => {
    targets.set({ choice: { ...mail, isCriticalOnly: true } });
    outbox.add('begun', alertOf());
    outbox.add('begun', alertOf({ kind: 'oom', threshold: 1, value: 2 }));
    await pass(0);
    expect(settled).toEqual(['Operators: 1 sent: taken']);
  });

  it('that hang hold up no other', async () => {
    targets.set({ choice: webhook });
    targets.set({ choice: mail });
    answer = ({ route }) => (route.by === 'webhook' ? new Promise(() => undefined) : Promise.resolve(taken));
    outbox.add('begun', alertOf());
    void outbox.sendDue();
    await pass(minIntervalSeconds);
    outbox.add('begun', alertOf());
    await pass(minIntervalSeconds);
    expect(sent.map(({ route }) => route.by)).toEqual(['webhook', 'mail', 'mail']);
  });

  it('are changed while a message is under way, which then counts no more', async () => {
    const { id } = targets.set({ choice: webhook });
    let resolve: (given: DeliveryAnswer) => void = () => undefined;
    answer = () => new Promise((settle) => (resolve = settle));
    outbox.add('begun', alertOf());
    const sending = outbox.sendDue();
    targets.remove(id);
    resolve(taken);
    await sending;
    expect([targets.list(), settled]).toEqual([[], []]);
  });

  it('never give back an address of a webhook or its secret (H2)', async () => {
    const shown = targets.set({ choice: webhook });
    expect(shown.route).toEqual({ by: 'webhook', origin: 'https://hooks.example', isSigned: true });
    expect(JSON.stringify(targets.list())).not.toMatch(/t0ken|whsec/);
    answer = async () => Promise.reject(new Error('connect ENOENT /run/bulkhead/notify.sock'));
    await targets.try(shown.id).catch(() => undefined);
    expect(JSON.stringify([targets.list(), failures])).not.toMatch(/t0ken|whsec/);
    expect(sent[0]?.route).toEqual({ by: 'webhook', url, secret });
  });

  it('keep address and secret that are left out, and give the secret to no other address (H2)', async () => {
    const { id } = targets.set({ choice: webhook });
    const other = 'https://elsewhere.example/';
    const kept = targets.set({ target: id, choice: { ...webhook, name: 'New name', route: { by: 'webhook' } } });
    await targets.try(id);
    const moved = targets.set({ target: id, choice: { ...webhook, route: { by: 'webhook', url: other } } });
    await targets.try(id);
    expect([kept.route, moved.route]).toMatchObject([{ isSigned: true }, { isSigned: false }]);
    expect(sent.map(({ route }) => route)).toEqual([
      { by: 'webhook', url, secret },
      { by: 'webhook', url: other, secret: null },
    ]);
    expect(codeOf(() => targets.set({ choice: { ...webhook, route: { by: 'webhook' } } }))).toBe(
      'alert-target-incomplete',
    );
  });

  it('are tried also when they are off, and say why a test was not sent', async () => {
    const { id } = targets.set({ choice: { ...mail, isEnabled: false } });
    expect(await targets.try(id)).toMatchObject({ last: { outcome: 'sent', alerts: 0 } });
    expect(subjects()).toEqual(['[ship] Test of alerts']);
    failing('there is no mail program');
    await expect(targets.try(id)).rejects.toThrow('cannot send alerts to Operators: there is no mail program');
    expect(targets.list()[0]?.last).toEqual({
      at: time,
      outcome: 'failed',
      alerts: 0,
      detail: 'there is no mail program',
    });
  });

  it('that work again get at once what had failed', async () => {
    const { id } = targets.set({ choice: mail });
    failing();
    outbox.add('begun', alertOf());
    await pass(0);
    await pass(30);
    answer = async () => taken;
    await targets.try(id);
    await pass(0);
    expect(settled).toEqual(['Operators: 1 sent: taken']);
  });

  it('have a limit, and are not found once removed', () => {
    for (let count = 0; count < maxAlertTargets; count += 1) targets.set({ choice: mail });
    expect(codeOf(() => targets.set({ choice: mail }))).toBe('alert-targets-full');
    targets.remove(1);
    expect(codeOf(() => targets.mute(1, 60))).toBe('alert-target-not-found');
  });

  it('get no line by a text that a container chose (H1)', async () => {
    targets.set({ choice: { ...mail, name: 'a "target"' } });
    outbox.add('begun', alertOf({ container: 'web\r\nBcc: victim@example.org\u202e' }));
    await pass(0);
    const { subject, text } = sent[0]?.message ?? { subject: '', text: '' };
    expect(subject).toContain('[ship] Warning: web\\u{d}\\u{a}Bcc: victim@example.org\\u{202e} uses');
    expect(text.split('\n')).toHaveLength(5);
  });
});
