/** One run of the attacker's program under one circumstance, and all that is known of it: what it says, what the kernel logged, what it counted. */

import { setTimeout as sleep } from 'node:timers/promises';
import type { DenialEvent } from '../../../contract/model/denial.ts';
import type { AttachTarget, Denials } from '../host.ts';
import { type Attempt, type Circumstances, parseProgramLine } from './attempts.ts';
import { readCounter } from './counters.ts';
import type { Guest, Guests } from './guests.ts';
import { judge, notRun } from './judge.ts';
import type { Probe } from './probe-list.ts';
import { harmDone, restoreVictim, type Stage } from './stage.ts';
import type { DrillCell } from '../../../contract/model/drill.ts';

/** Who tries, and what he tries it on. */
export interface Players {
  readonly attacker: Pick<Guest, 'level' | 'cgroup' | 'idBase'>;
  readonly neighbour: Pick<Guest, 'name' | 'level'>;
  /** What an attempt may change, to be put back before and looked at afterwards; undefined where none changes anything. */
  readonly scene: Stage | undefined;
  /** A container whose domain enforces: the last refusal is provoked in it. */
  readonly witness: { readonly target: AttachTarget; readonly level: string };
  /** How the program is begun inside. */
  readonly program: readonly string[];
  readonly secret: string;
  /** Where a service listens on the host's loopback. */
  readonly hostPort: number;
  readonly refusedCalls: ReadonlySet<string>;
}

export interface TrialHost {
  readonly guests: Guests;
  readonly denials: Pick<Denials, 'query'>;
}

/** Milliseconds until a denial that has happened is in the log; longer, and the host logs none. */
const logPatienceMs = 10_000;
/** Each look groups all events since the beginning anew. */
const logPeriodMs = 500;
const mostEvents = 1000;
const mostStrayCharacters = 300;

/** Tries the probes in order; tells each as it has been tried, and gives a cell for each. */
export async function* trial(probes: readonly Probe[], target: AttachTarget, players: Players, host: TrialHost, signal: AbortSignal): AsyncGenerator<string, ReadonlyMap<string, DrillCell>, undefined> {
  const { attacker, neighbour, scene, program, secret, hostPort, refusedCalls } = players;
  if (scene !== undefined) restoreVictim(scene, secret);
  const since = Date.now() / 1000;
  const attempts = new Map<string, Attempt>();
  const counted = createCounting(attacker.cgroup, probes);
  let self: Circumstances | undefined;
  const strays: string[] = [];
  for await (const line of linesOf(host.guests.run(target, [...program, neighbour.name, neighbour.level, String(hostPort), ...probes.map(({ id }) => id)], signal))) {
    const said = parseProgramLine(line);
    if (said?.kind === 'self') self = said.self;
    if (said === undefined && line.trim() !== '') strays.push(line.trim());
    if (said?.kind !== 'attempt') continue;
    attempts.set(said.attempt.probe, said.attempt);
    counted.note(said.attempt.probe);
    yield said.attempt.probe;
  }
  const harm: ReturnType<typeof harmDone> = scene === undefined ? new Map() : harmDone(scene);
  const events = await eventsSince(since, players, host, signal);
  if (self?.context !== target.context) {
    const reason = self === undefined ? `the program did not begin: ${firstOf(strays)}` : `the program ran in the context ${self.context}, not in ${target.context}`;
    return new Map(probes.map(({ id }) => [id, notRun(reason)]));
  }
  const held = self;
  return new Map(
    probes.map((probe) => {
      const denials = events.filter(({ comm }) => comm === probe.id);
      return [probe.id, judge(probe, attempts.get(probe.id), { self: held, denials, secret, refusedCalls, idBase: attacker.idBase, counted: counted.of(probe.id), harm: harm.get(probe.id) })];
    }),
  );
}

/** The attacker's denials. A refusal that is provoked afterwards, in the witness, tells when all before it have come out of the log. */
export async function eventsSince(since: number, { attacker, witness }: Pick<Players, 'attacker' | 'witness'>, { guests, denials }: TrialHost, signal: AbortSignal): Promise<readonly DenialEvent[]> {
  for await (const _text of guests.run(witness.target, ['/usr/bin/perl', '-e', provoke], signal)) signal.throwIfAborted();
  const deadline = Date.now() + logPatienceMs;
  for (;;) {
    const { events } = await denials.query({ since, events: mostEvents }, signal);
    const isComplete = events.some(({ comm, source }) => comm === lastWord && source?.level === witness.level);
    if (isComplete || Date.now() > deadline) return events.filter(({ source }) => source?.level === attacker.level);
    await sleep(logPeriodMs, undefined, { signal });
  }
}

/** What it said that is none of its lines, for whoever has to find out why. */
function firstOf(strays: readonly string[]): string {
  return strays.length === 0 ? 'it said nothing' : strays.join('; ').slice(0, mostStrayCharacters);
}

const lastWord = 'drill-end';
const provoke = `$0 = '${lastWord}'; open(my $file, '>', '/proc/self/attr/exec'); syswrite($file, 'system_u:system_r:bulkhead_t:s0');`;

interface Counting {
  note(probe: string): void;
  of(probe: string): number | undefined;
}

/** By how much a probe's counter rose while it was tried: read when the one before it, and when it itself, was told. */
function createCounting(cgroup: string, probes: readonly Probe[]): Counting {
  const counters = new Map(probes.flatMap(({ id, counter }) => (counter === undefined ? [] : [[id, counter] as const])));
  const read = (): Map<string, number | undefined> => new Map([...new Set(counters.values())].map((counter) => [counter, readCounter(cgroup, counter)]));
  let before = read();
  const rises = new Map<string, number>();
  return {
    note(probe) {
      if (counters.size === 0) return;
      const now = read();
      const counter = counters.get(probe);
      const [was, is] = counter === undefined ? [] : [before.get(counter), now.get(counter)];
      if (was !== undefined && is !== undefined) rises.set(probe, is - was);
      before = now;
    },
    of: (probe) => rises.get(probe),
  };
}

async function* linesOf(texts: AsyncIterable<string>): AsyncGenerator<string, void, undefined> {
  let rest = '';
  for await (const text of texts) {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
  if (rest !== '') yield rest;
}
