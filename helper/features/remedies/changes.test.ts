// SPDX-License-Identifier: Apache-2.0
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import * as z from 'zod';
import type { GivenChange, ChangeProgress } from '../../../contract/model/policy/change.ts';
import type { GivenExplanation, GivenRemedy } from '../../../contract/model/denials/explanation.ts';
import { createChangeLedger } from '../../journal/change-ledger.ts';
import { type Connection, openDatabase } from '../../journal/database.ts';
import { createIntentJournal } from '../../journal/intent-journal.ts';
import { createPolicyTransactions } from '../../selinux/policy/policy-transaction.ts';
import { createChanges, type Changes } from './changes.ts';
import { defineDriver } from './ports.ts';
import { fakeRemedy } from '../../../testing/models/remedy.ts';

const group = '0123456789abcdef';
const actor = { activity: 7, uid: 1001, user: 'operator' };
const never = new AbortController().signal;
const low = { level: 'low', reason: 'It opens little.' } as const;
const lamp = fakeRemedy({
  id: 'boolean:lamp',
  kind: 'boolean',
  reach: 'host',
  opensCount: 2,
  risk: low,
  summary: 'Set the boolean lamp on.',
  change: ['setsebool -P lamp on'],
});
const seen = { change: lamp.change, opensCount: 2, risk: 'low' } as const;
const request = { group, remedy: lamp.id, seen, acceptsUnknown: false };

describe('changes', () => {
  let folder: string;
  let connection: Connection;
  /** Plays the host: what is changed, and where a helper crashes. */
  let host: {
    lamp: string;
    dies: 'never' | 'before' | 'halfway' | 'after';
    remedies: readonly GivenRemedy[];
    whileExplaining: () => void;
  };

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'bulkhead-changes-'));
    connection = openDatabase(join(folder, 'bulkhead.db'), 'power-loss');
    host = { lamp: 'off', dies: 'never', remedies: [lamp], whileExplaining: () => undefined };
  });
  afterEach(() => {
    connection.close();
    rmSync(folder, { recursive: true });
  });

  /** A helper that is started on what the last one left. */
  function start(): Changes & { pending(): number } {
    const intents = createIntentJournal(connection, () => 5);
    const set = async (value: string): Promise<void> => {
      // A crashed process neither continues nor fails.
      if (host.dies === 'before') await new Promise(() => undefined);
      host.lamp = host.dies === 'halfway' ? 'flickering' : value;
      if (host.dies !== 'never') await new Promise(() => undefined);
    };
    const driver = defineDriver({
      schema: z.strictObject({ before: z.string() }),
      plan: async ({ remedy }) => ({
        subject: 'lamp',
        change: remedy.change,
        before: [`lamp is ${host.lamp}`],
        cannotUndo: null,
        plan: { before: host.lamp },
      }),
      readState: async ({ before }) => {
        if (host.lamp === 'on') return { state: 'after' };
        return host.lamp === before ? { state: 'before' } : { state: 'other', words: `lamp is ${host.lamp}` };
      },
      apply: () => set(host.lamp === 'broken' ? 'broken' : 'on'),
      revert: ({ before }) => set(before),
    });
    const explain = async (): Promise<GivenExplanation> => {
      host.whileExplaining();
      return {
        group,
        reason: { kind: 'no-rule' },
        evidence: [],
        hasDontauditRule: false,
        remedies: [...host.remedies],
      };
    };
    const changes = createChanges({
      ledger: createChangeLedger(connection),
      intents,
      transactions: createPolicyTransactions(),
      groupOf: () => undefined,
      explain,
      drivers: { boolean: driver },
      now: () => 100,
    });
    return { ...changes, pending: () => intents.pending().length };
  }

  async function finish(stream: AsyncGenerator<ChangeProgress, GivenChange, undefined>): Promise<GivenChange> {
    for (;;) {
      const next = await stream.next();
      if (next.done === true) return next.value;
    }
  }

  async function untilChanging(stream: AsyncGenerator<ChangeProgress, GivenChange, undefined>): Promise<void> {
    for (;;) {
      const { value } = await stream.next();
      if ('step' in value && value.step === 'change') return;
    }
  }

  /** Begins, and is dropped in the middle: as far as the journal and the host can see, the process has crashed. */
  async function dieDuring(stream: AsyncGenerator<ChangeProgress, GivenChange, undefined>): Promise<void> {
    await untilChanging(stream);
    void stream.next();
    await new Promise(setImmediate);
    host.dies = 'never';
  }

  it('are made, listed with what was before, and undone exactly', async () => {
    const changes = start();
    const made = await finish(changes.apply(request, actor, never));
    expect(made).toEqual({
      id: 7,
      kind: 'boolean',
      summary: lamp.summary,
      change: lamp.change,
      before: ['lamp is off'],
      group,
      container: null,
      uid: 1001,
      user: 'operator',
      madeAt: 100,
      state: 'applied',
      undoneBy: null,
      cannotUndo: null,
    });
    expect([host.lamp, changes.list()]).toEqual(['on', [made]]);
    expect(await finish(changes.undo(7, { ...actor, activity: 8 }, never))).toEqual({
      ...made,
      state: 'undone',
      undoneBy: 8,
    });
    expect([host.lamp, changes.list(), changes.pending()]).toEqual(['off', [], 0]);
    await expect(finish(changes.undo(7, actor, never))).rejects.toMatchObject({
      code: 'change-not-undoable',
      data: { reason: { message: 'it was undone already, by entry {undoneBy}', values: { undoneBy: 8 } } },
    });
  });

  it('are denied when they are dangerous, not for one click, not proposed, or not what the caller saw (D8)', async () => {
    const changes = start();
    const codeOf = (
      remedies: readonly GivenRemedy[],
      asked: Parameters<Changes['apply']>[0] = request,
    ): Promise<unknown> => {
      host.remedies = remedies;
      return finish(changes.apply(asked, actor, never)).catch((error: unknown) => error);
    };
    expect(
      await codeOf([{ ...lamp, risk: { level: 'high', reason: 'It opens all.' } }], {
        ...request,
        seen: { ...seen, risk: 'high' },
      }),
    ).toMatchObject({ code: 'remedy-not-applicable' });
    expect(await codeOf([{ ...lamp, cannotApply: 'nobody may' }])).toMatchObject({
      code: 'remedy-not-applicable',
      data: { reason: 'nobody may' },
    });
    expect(await codeOf([])).toMatchObject({ code: 'remedy-not-proposed' });
    for (const changed of [
      { change: ['setsebool -P lamp on', 'and more'] },
      { opensCount: 3 },
      { risk: { level: 'medium', reason: 'It opens more.' } as const },
    ])
      expect(await codeOf([{ ...lamp, ...changed }])).toMatchObject({ code: 'remedy-changed' });
    expect([host.lamp, changes.list(), changes.pending()]).toEqual(['off', [], 0]);
  });

  it('that do not come out as planned are undone and reported', async () => {
    host.lamp = 'broken';
    const changes = start();
    await expect(finish(changes.apply(request, actor, never))).rejects.toMatchObject({
      code: 'change-failed',
      data: { reason: { message: 'the host is as it was' } },
    });
    expect([host.lamp, changes.list(), changes.pending()]).toEqual(['broken', [], 0]);
  });

  it('that somebody else has changed since are not overwritten', async () => {
    const changes = start();
    await finish(changes.apply(request, actor, never));
    host.lamp = 'red';
    await expect(finish(changes.undo(7, actor, never))).rejects.toMatchObject({
      code: 'change-not-undoable',
      data: { reason: 'lamp is red' },
    });
    expect(host.lamp).toBe('red');
  });

  it.each(['before', 'halfway', 'after'] as const)(
    'of a helper that died %s the effect are undone at the next start',
    async (dies) => {
      host.dies = dies;
      await dieDuring(start().apply(request, actor, never));
      const next = start();
      await next.recover();
      expect([host.lamp, next.list(), next.pending()]).toEqual(['off', [], 0]);
      await expect(finish(next.undo(7, actor, never))).rejects.toMatchObject({
        code: 'change-not-undoable',
        data: { reason: { message: expect.stringContaining('undid it') as string } },
      });
    },
  );

  it.each(['before', 'halfway', 'after'] as const)(
    'whose undoing died %s the effect are undone at the next start',
    async (dies) => {
      await finish(start().apply(request, actor, never));
      host.dies = dies;
      await dieDuring(start().undo(7, { ...actor, activity: 8 }, never));
      const next = start();
      await next.recover();
      expect([host.lamp, next.list(), next.pending()]).toEqual(['off', [], 0]);
    },
  );

  it('that a caller gave up before the first effect leave nothing', async () => {
    const abort = new AbortController();
    host.whileExplaining = () => abort.abort(new Error('enough'));
    await expect(finish(start().apply(request, actor, abort.signal))).rejects.toThrow('enough');
    expect(host.lamp).toBe('off');
  });

  it('go on to their end when the caller goes after the first effect', async () => {
    const changes = start();
    const stream = changes.apply(request, actor, never);
    await untilChanging(stream);
    await stream.return(undefined as never);
    expect([host.lamp, changes.list().length]).toEqual(['on', 1]);
  });
});
