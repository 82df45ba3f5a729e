// SPDX-License-Identifier: Apache-2.0
/**
 * One run of the attacker's program under one circumstance, with its evidence: what it says, what the kernel logged,
 * what it counted.
 */

import { setTimeout as sleep } from 'node:timers/promises';
import type { DenialEvent } from '../../../../contract/model/denials/denial.ts';
import { type Attempt, type Circumstances, parseProgramLine } from '../judge/attempts.ts';
import { readCounter } from './counters.ts';
import type { Guest, Guests } from './guests.ts';
import { forgedRecords, type HostSight, lookAtHost } from '../watches/host-view.ts';
import { beginWatches, type Watchable } from '../watches/host-watch.ts';
import { absent, judge, notRun } from '../judge/judge.ts';
import { silentDenialOf } from '../judge/silent-denial.ts';
import type { Attemptable } from '../probes/probe.ts';
import type { DeniedCalls } from '../judge/seccomp-profile.ts';
import { harmDone, restoreVictim, type Stage } from './stage.ts';
import type { DrillCell } from '../../../../contract/model/drill.ts';
import type { DecideByKernel } from '../../../selinux/ask-kernel.ts';
import type { AttachTarget } from '../../containers/ports/containers.ts';
import type { Denials } from '../../denials/ports.ts';
import type { Watched } from '../watches/watched.ts';
import { createQueue } from '../../../../rpc/async/queue.ts';

/** The containers of an attempt. */
export interface DrillPair {
  readonly attacker: Pick<Guest, 'level' | 'cgroup' | 'idBase' | 'rootfs' | 'bridge' | 'hardwareAddress'>;
  readonly otherContainer: Pick<Guest, 'name' | 'level'>;
  /**
   * What an attempt may change: it is restored before and read afterwards. Undefined where no attempt changes anything.
   */
  readonly scene: Stage | undefined;
  /** A container whose domain enforces: the last denial is provoked in it. */
  readonly witness: { readonly target: AttachTarget; readonly level: string };
  /** The command that starts the program inside. */
  readonly program: readonly string[];
  readonly secret: string;
  /** A service listens there on the host's loopback. */
  readonly hostPort: number;
  /** The victim's key has this number; 0 where there is none. */
  readonly key: number;
  /** A file system whose module the host has and has not loaded. */
  readonly filesystem: string | undefined;
  /** The other container has it; undefined where it has no network. */
  readonly address: string | undefined;
  readonly deniedCalls: DeniedCalls;
}

export interface TrialHost {
  readonly guests: Guests;
  readonly denials: Pick<Denials, 'query'>;
  readonly decide: DecideByKernel;
  readonly disk: Watchable['disk'];
  readonly leases: Watchable['leases'];
}

/** Milliseconds until a denial must be in the log; after that the host is considered to log none. */
const logTimeoutMs = 10_000;
/** Each look groups all events since the beginning again. */
const logPeriodMs = 500;
const maxEvents = 1000;
const maxStrayCharacters = 300;

/** Has what is tried: these probes, in the container that the commands end up in. */
interface Trying {
  readonly probes: readonly Attemptable[];
  readonly target: AttachTarget;
  readonly drillPair: DrillPair;
}

/** Has what the program said, and what the host saw meanwhile; by probe. */
interface Observed {
  readonly attempts: Map<string, Attempt>;
  readonly rises: Map<string, number>;
  readonly watched: Map<string, Watched>;
  /** Lines that are none of the program's. */
  readonly strays: string[];
  self: Circumstances | undefined;
}

/** Tries the probes in order; reports each when it was tried, and gives a cell for each. */
export async function* trial(
  trying: Trying,
  host: TrialHost,
  signal: AbortSignal,
): AsyncGenerator<string, ReadonlyMap<string, DrillCell>, undefined> {
  const { probes, target, drillPair } = trying;
  const { attacker, scene, secret, filesystem } = drillPair;
  if (scene !== undefined) restoreVictim(scene, secret);
  const since = Date.now() / 1000;
  const observed: Observed = {
    attempts: new Map(),
    rises: new Map(),
    watched: new Map(),
    strays: [],
    self: undefined,
  };
  const lookAgain = lookAtHost(filesystem);
  for (const round of roundsOf(probes.filter((probe) => isPossible(probe, drillPair))))
    yield* tryRound({ ...trying, probes: round }, { ...host, observed }, signal);
  const all = await eventsSince({ since, witness: drillPair.witness }, host, signal);
  const events = all.filter(({ source }) => source?.level === attacker.level);
  const harm = new Map<string, HostSight>([
    ...(scene === undefined ? [] : harmDone(scene)),
    ...lookAgain(),
    ...[...observed.watched].flatMap(([id, { sight }]) => (sight === undefined ? [] : [[id, sight] as const])),
    ['audit-forge', forgedRecords(all, attacker.level)],
  ]);
  const { self, strays } = observed;
  if (self?.context !== target.context) {
    const reason =
      self === undefined
        ? `the program did not begin: ${firstOf(strays)}`
        : `the program ran in the context ${self.context}, not in ${target.context}`;
    return new Map(probes.map(({ id }) => [id, notRun(reason)]));
  }
  const facts = { ...observed, self, events, harm, decide: host.decide };
  return new Map(probes.map((probe) => [probe.id, cellOf(probe, trying, facts)]));
}

/** Nothing can have the kernel load a module where those of all file systems are loaded. */
function isPossible({ id }: Attemptable, { filesystem }: DrillPair): boolean {
  return id !== 'kernel-autoload' || filesystem !== undefined;
}

/** Runs the program once with these probes, and notes what it says and what is seen meanwhile. */
async function* tryRound(
  { probes, target, drillPair }: Trying,
  { guests, disk, leases, observed }: TrialHost & { readonly observed: Observed },
  signal: AbortSignal,
): AsyncGenerator<string, void, undefined> {
  const { attacker, otherContainer, hostPort, program, key, filesystem, address } = drillPair;
  const { name, level } = otherContainer;
  const given = [name, level, String(hostPort), String(key), filesystem ?? '', address ?? ''];
  const before = countersOf(probes, attacker.cgroup);
  const typed = createQueue<string>();
  const command = [...program, ...given, ...probes.map(({ id }) => id)];
  const texts = guests.run(target, command, { signal, typed });
  const isAttaching = probes.some(({ meanwhile }) => meanwhile === 'attach');
  // The program begins with the first text that is read: between that and the watches nothing may be waited for.
  const watches = beginWatches(probes, { attacker, otherContainer, hostPort, disk, leases });
  try {
    for await (const line of linesOf(isAttaching ? whileAttaching(texts, { target, guests }, signal) : texts)) {
      const said = parseProgramLine(line);
      if (said?.kind === 'self') observed.self = said.self;
      if (said === undefined && line.trim() !== '') observed.strays.push(line.trim());
      if (said?.kind === 'waits') {
        watches.look(said.probe);
        typed.push('\n');
      }
      if (said?.kind !== 'attempt') continue;
      observed.attempts.set(said.attempt.probe, said.attempt);
      yield said.attempt.probe;
    }
  } finally {
    typed.end();
    for (const [id, seen] of watches.end()) observed.watched.set(id, seen);
  }
  for (const [id, count] of countersOf(probes, attacker.cgroup))
    observed.rises.set(id, count - (before.get(id) ?? count));
}

interface TrialFacts extends Omit<Observed, 'self'> {
  readonly self: Circumstances;
  /** Denials of the attacker's level. */
  readonly events: readonly DenialEvent[];
  readonly harm: ReadonlyMap<string, HostSight>;
  readonly decide: DecideByKernel;
}

function cellOf(
  probe: Attemptable,
  { target, drillPair }: Trying,
  { self, attempts, rises, watched, events, harm, decide }: TrialFacts,
): DrillCell {
  if (!isPossible(probe, drillPair)) return absent('the host has no module of a file system that is not loaded');
  const { id, silent } = probe;
  const seen = watched.get(id);
  if (seen?.absent !== undefined) return absent(seen.absent);
  return judge(probe, attemptOf(probe, attempts.get(id), seen), {
    self,
    denials: events.filter(({ comm }) => comm === id),
    secret: drillPair.secret,
    deniedCalls: drillPair.deniedCalls,
    idBase: drillPair.attacker.idBase,
    counted: rises.get(id),
    harm: harm.get(id),
    silentDenial: silent === undefined ? undefined : silentDenialOf(silent, target.context, decide),
    fullLayer: seen?.fullLayer,
  });
}

const lastWord = 'drill-end';

const provoke = `$0 = '${lastWord}'; open(my $file, '>', '/proc/self/attr/exec'); syswrite($file, 'system_u:system_r:bulkhead_t:s0');`;

/**
 * The denials of all. A denial that is provoked afterwards, in the witness, shows when all earlier ones are in the log.
 */
export async function eventsSince(
  { since, witness }: Pick<DrillPair, 'witness'> & { readonly since: number },
  { guests, denials }: Pick<TrialHost, 'guests' | 'denials'>,
  signal: AbortSignal,
): Promise<readonly DenialEvent[]> {
  for await (const _text of guests.run(witness.target, ['/usr/bin/perl', '-e', provoke], { signal }))
    signal.throwIfAborted();
  const deadline = Date.now() + logTimeoutMs;
  for (;;) {
    const { events } = await denials.query({ since, events: maxEvents }, signal);
    const isComplete = events.some(({ comm, source }) => comm === lastWord && source?.level === witness.level);
    if (isComplete || Date.now() > deadline) return events;
    await sleep(logPeriodMs, undefined, { signal });
  }
}

/**
 * An attempt fails whose evidence only the host can give, when the host could not give it, whatever the program
 * reports.
 */
function attemptOf(
  { breach }: Attemptable,
  attempt: Attempt | undefined,
  watched: Watched | undefined,
): Attempt | undefined {
  if (attempt?.kind !== 'done' || breach !== 'harm' || watched?.unseen === undefined) return attempt;
  return { probe: attempt.probe, kind: 'failed', reason: watched.unseen };
}

/** The program's output that is none of its defined lines, for the person who has to find out why. */
function firstOf(strays: readonly string[]): string {
  return strays.length === 0 ? 'it said nothing' : strays.join('; ').slice(0, maxStrayCharacters);
}

/**
 * Probes that move the same counter run in separate runs of the program: when a line is read, the next attempt may have
 * moved the counter already.
 */
function roundsOf(probes: readonly Attemptable[]): readonly (readonly Attemptable[])[] {
  const rounds: Attemptable[][] = [];
  for (const probe of probes) {
    const round = rounds.find((others) => others.every((other) => isTriedBeside(probe, other)));
    if (round === undefined) rounds.push([probe]);
    else round.push(probe);
  }
  return rounds;
}

function isTriedBeside(one: Attemptable, other: Attemptable): boolean {
  const isCounted = one.counter !== undefined;
  if (one.meanwhile !== undefined || other.meanwhile !== undefined) return false;
  return isCounted === (other.counter !== undefined) && !(isCounted && one.counter === other.counter);
}

/** Gives what the program says; until it has ended, commands are attached beside it. */
async function* whileAttaching(
  texts: AsyncIterable<string>,
  { target, guests }: { readonly target: AttachTarget; readonly guests: Guests },
  signal: AbortSignal,
): AsyncGenerator<string, void, undefined> {
  const ended = new AbortController();
  const bring = async (): Promise<void> => {
    while (!ended.signal.aborted && !signal.aborted)
      for await (const _text of guests.run(target, ['/bin/true'], { signal })) signal.throwIfAborted();
  };
  const brought = bring();
  brought.catch(() => undefined);
  try {
    yield* texts;
  } finally {
    ended.abort();
    await brought;
  }
}

/** Reads the counters by probe, where it has one that can be read. */
function countersOf(probes: readonly Attemptable[], cgroup: string): ReadonlyMap<string, number> {
  return new Map(
    probes.flatMap(({ id, counter }) => {
      const value = counter === undefined ? undefined : readCounter(cgroup, counter);
      return value === undefined ? [] : [[id, value] as const];
    }),
  );
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
