/** One drill from the first container to the last: plays all circumstances, and gives what came of each attempt. What it began, `drill.ts` ends, whatever happens here. */

import type { DrillExperiment, DrillResult, DrillStep } from '../../../contract/model/drill.ts';
import { drillStepSchema } from '../../../contract/model/drill.ts';
import type { AttachTarget, Denials } from '../host.ts';
import { domainType, openDrillType } from '../selinux/types.ts';
import type { Guest, Guests } from './guests.ts';
import { startHostService } from './host-service.ts';
import type { OpenDomain } from './open-domain.ts';
import type { Probe, Variant } from './probe-list.ts';
import { begun, type Progress, told } from './progress.ts';
import { type Cells, experimentOf, resultOf, ruleOf, type WebAttacks } from './put-together.ts';
import { refusedCallsOf } from './seccomp-profile.ts';
import { attackerProgram, mountProcesses, mountTree, plantAttacker, plantVictim, untilVictimIsReady, victimCommand } from './stage.ts';
import { type Players, trial } from './trial.ts';
import { attackerLines, victimLines } from './variants.ts';
import { attackByWeb } from './web-attack.ts';

export interface DrillRunHost {
  readonly guests: Guests;
  readonly denials: Pick<Denials, 'query' | 'explain'>;
  readonly openDomain: OpenDomain;
  /** Texts of the programs. */
  readonly programs: { readonly attacker: string; readonly victim: string };
}

export interface DrillRunRequest {
  readonly attacker: string;
  readonly victim: string;
  readonly secret: string;
  readonly probes: readonly Probe[];
}

export interface Played {
  readonly results: readonly DrillResult[];
  readonly experiments: readonly DrillExperiment[];
}

const steps = drillStepSchema.options;

/** What stays the same while the circumstances change. */
interface Stay extends DrillRunHost {
  readonly probes: readonly Probe[];
  readonly attacker: Guest;
  readonly players: Players;
}

interface WholeRun {
  readonly cells: Cells;
  readonly web: WebAttacks;
}

interface VariantRun {
  readonly name: DrillStep;
  readonly variant: Variant;
  readonly domain: string;
}

export async function* playDrill(request: DrillRunRequest, host: DrillRunHost, signal: AbortSignal): AsyncGenerator<Progress<DrillStep>, Played, undefined> {
  yield begun('create', steps);
  const [attacker, victim] = await makeBoth(request, host.guests, signal);
  yield begun('plant', steps);
  const victimTarget = await prepare(attacker, victim, request.secret, host, signal);
  const service = await startHostService(request.secret);
  // Nobody is in this domain before the wall is taken down; to make it takes a while.
  const opened = host.openDomain.install(signal);
  opened.catch(() => undefined);
  try {
    const players: Players = {
      ...{ attacker, neighbour: victim, scene: victim, secret: request.secret, hostPort: service.port },
      witness: { target: victimTarget, level: victim.level },
      program: ['/usr/bin/perl', attackerProgram],
      refusedCalls: refusedCallsOf(attacker.lines),
    };
    const stay: Stay = { ...host, probes: request.probes, attacker, players };
    const up = yield* playWhole('wall-up', domainType, stay, signal);
    const taken = new Map<Variant, Cells>([
      ['namespaces', yield* playVariant({ name: 'shared-namespaces', variant: 'namespaces', domain: domainType }, stay, signal)],
      ['seccomp', yield* playVariant({ name: 'without-seccomp', variant: 'seccomp', domain: domainType }, stay, signal)],
      ['capabilities', yield* playVariant({ name: 'without-capability-bounds', variant: 'capabilities', domain: domainType }, stay, signal)],
    ]);
    yield begun('take-wall-down', steps);
    await opened;
    const down = yield* playWhole('wall-down', openDrillType, stay, signal);
    const downShared = yield* playVariant({ name: 'wall-down-shared', variant: 'namespaces', domain: openDrillType }, stay, signal);
    const rule = await ruleOf(up.web, host.denials, signal);
    return {
      results: request.probes.map((probe) => resultOf(probe, { up: up.cells, down: down.cells, taken, downShared })),
      experiments: [...up.web.keys()].map((probe) => experimentOf(probe, { up: up.web, down: down.web, rule })),
    };
  } finally {
    service.close();
    // What has begun to change the policy ends before the change is taken back.
    await opened.catch(() => undefined);
  }
}

/** Both are waited for, whatever becomes of one: a creation that goes on would outlive the drill. */
async function makeBoth({ attacker, victim }: DrillRunRequest, guests: Guests, signal: AbortSignal): Promise<readonly [Guest, Guest]> {
  const makings = [guests.make(attacker, { kind: 'nat' }, signal), guests.make(victim, { kind: 'none' }, signal)] as const;
  await Promise.allSettled(makings);
  return Promise.all(makings);
}

async function prepare(attacker: Guest, victim: Guest, secret: string, { guests, programs }: DrillRunHost, signal: AbortSignal): Promise<AttachTarget> {
  plantVictim(victim, programs.victim, secret);
  plantAttacker(attacker, programs.attacker);
  const target = await guests.start(victim, victimLines(victim.lines, victimCommand(secret)), signal);
  await untilVictimIsReady(victim, signal);
  await mountTree(attacker, victim, 'read-write');
  await mountProcesses(attacker, target.initPid);
  return target;
}

/** The attacker as Bulkhead makes it, but for its domain: the paper's requests, then all other attempts. */
async function* playWhole(name: DrillStep, domain: string, stay: Stay, signal: AbortSignal): AsyncGenerator<Progress<DrillStep>, WholeRun, undefined> {
  yield begun(name, steps);
  const { guests, probes, attacker, players } = stay;
  const byWeb = probes.filter(({ class: probeClass }) => probeClass === 'web');
  const byProgram = probes.filter((probe) => !byWeb.includes(probe));
  const target = await guests.start(attacker, attackerLines(attacker.lines, { variant: undefined, isServing: byWeb.length > 0, domain, neighbour: players.neighbour.name }), signal);
  const web = await attackByWeb(byWeb, { ...players, attacker }, stay, signal);
  for (const probe of web.keys()) yield { type: 'probe', step: name, probe };
  const cells = yield* told(name, trial(byProgram, target, players, stay, signal));
  await guests.end(attacker, signal);
  return { web, cells: new Map([...[...web].map(([probe, { cell }]) => [probe, cell] as const), ...cells]) };
}

/** Those probes that another layer could have stopped, with this layer taken away too; none of them, and there is nothing to play. */
async function* playVariant({ name, variant, domain }: VariantRun, stay: Stay, signal: AbortSignal): AsyncGenerator<Progress<DrillStep>, Cells, undefined> {
  yield begun(name, steps);
  const { guests, probes, attacker, players } = stay;
  const wanted = probes.filter(({ variants }) => variants?.includes(variant) === true);
  if (wanted.length === 0) return new Map();
  const target = await guests.start(attacker, attackerLines(attacker.lines, { variant, isServing: false, domain, neighbour: players.neighbour.name }), signal);
  const cells = yield* told(name, trial(wanted, target, players, stay, signal));
  await guests.end(attacker, signal);
  return cells;
}
