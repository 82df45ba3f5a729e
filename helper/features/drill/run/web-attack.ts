// SPDX-License-Identifier: Apache-2.0
/**
 * The paper's experiment: its requests to the attacker's web server, judged by the answer and by what the kernel logged
 * about Apache.
 */

import { constants } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DenialEvent } from '../../../../contract/model/denials/denial.ts';
import type { DrillCell, DrillExchange } from '../../../../contract/model/drill.ts';
import type { Attempt } from '../judge/attempts.ts';
import type { Guest } from './guests.ts';
import { judge, notRun } from '../judge/judge.ts';
import { webProbes } from '../probes/file-probes.ts';
import type { Probe } from '../probes/probe.ts';
import { harmless, requests } from './stage.ts';
import { eventsSince, type DrillPair, type TrialHost } from './trial.ts';
import { sendRequest, untilAnswers } from './web-request.ts';

export interface WebAttack {
  readonly cell: DrillCell;
  readonly exchange: DrillExchange | null;
  readonly denials: readonly DenialEvent[];
}

/** Milliseconds in which the attacker's web server has to answer for the first time. */
const timeoutMs = 180_000;
const serverProgram = 'apache2';

/** A tick of any kernel is shorter. */
const tickMs = 20;

interface Sent {
  readonly probe: Probe;
  /** The time lies after what came before the request, and before the request. */
  readonly since: number;
  readonly exchange: DrillExchange;
}

type WebPair = DrillPair & { readonly attacker: Guest };

/** Gives the attacks by probe. Waits until the page works, so that a denial is never a server that was not there. */
export async function attackByWeb(
  { wanted, drillPair }: { readonly wanted: readonly Probe[]; readonly drillPair: WebPair },
  host: TrialHost,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, WebAttack>> {
  if (wanted.length === 0) return new Map();
  const address = await untilAnswers(() => host.guests.addressOf(drillPair.attacker, signal), requests.ready, {
    wanted: harmless,
    timeoutMs,
    signal,
  });
  if (address === undefined)
    return new Map(
      wanted.map(({ id }) => [
        id,
        { cell: notRun(`its web server did not answer within ${timeoutMs / 1000} s`), exchange: null, denials: [] },
      ]),
    );
  const sent: Sent[] = [];
  for (const probe of wanted) {
    // The kernel's log has the time of its last tick.
    await sleep(tickMs, undefined, { signal });
    const since = Date.now() / 1000;
    await sleep(tickMs, undefined, { signal });
    const request = probe.id === webProbes.include ? requests.include : requests.file;
    sent.push({ probe, since, exchange: await sendRequest(address, request, signal) });
  }
  const events = (await eventsSince({ since: sent[0]?.since ?? 0, witness: drillPair.witness }, host, signal)).filter(
    ({ comm, source }) => comm === serverProgram && source?.level === drillPair.attacker.level,
  );
  return new Map(
    sent.map(({ probe, since, exchange }, index) => {
      const until = sent[index + 1]?.since ?? Number.POSITIVE_INFINITY;
      const denials = events.filter(({ time }) => time >= since && time < until);
      return [probe.id, { cell: cellOf({ probe, exchange, denials }, drillPair), exchange, denials }];
    }),
  );
}

function cellOf(
  { probe, exchange, denials }: Omit<Sent, 'since'> & Pick<WebAttack, 'denials'>,
  { secret, deniedCalls, attacker }: DrillPair,
): DrillCell {
  const self = { context: '', capabilities: 0n, seccomp: '' };
  const cell = judge(probe, attemptOf(probe.id, exchange, secret), {
    self,
    denials,
    secret,
    deniedCalls,
    idBase: attacker.idBase,
    counted: undefined,
    harm: undefined,
    silentDenial: undefined,
    fullLayer: undefined,
  });
  return {
    ...cell,
    evidence: [
      `HTTP ${exchange.status}, ${exchange.answer.includes(secret) ? 'the secret is in the answer' : 'the secret is not in the answer'}`,
      ...cell.evidence,
    ],
  };
}

function attemptOf(probe: string, { status, answer }: DrillExchange, secret: string): Attempt {
  if (answer.includes(secret)) return { probe, kind: 'done', caught: secret };
  if (status === 0) return { probe, kind: 'failed', reason: 'the server gave no answer' };
  return { probe, kind: 'denied', errno: constants.errno.EACCES, call: serverProgram };
}
