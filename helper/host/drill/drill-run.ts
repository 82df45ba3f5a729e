/** One drill from the first container to the last: plays all circumstances, and gives what came of each attempt. What it began, `drill.ts` ends, whatever happens here. */

import type { DenialEvent } from '../../../contract/model/denial.ts';
import type { DrillCell, DrillExperiment, DrillResult, DrillStep } from '../../../contract/model/drill.ts';
import { drillStepSchema } from '../../../contract/model/drill.ts';
import type { Item } from '../../../contract/operations/index.ts';
import type { AttachTarget, Denials } from '../host.ts';
import { valueOf } from '../lxc/configuration-file.ts';
import { domainType, openDrillType } from '../selinux/types.ts';
import type { Guest, Guests } from './guests.ts';
import { startHostService } from './host-service.ts';
import { notRun, recordText } from './judge.ts';
import type { OpenDomain } from './open-domain.ts';
import { type Probe, probes, type Variant, webProbes } from './probe-list.ts';
import { refusedCalls } from './seccomp-profile.ts';
import { mountProcesses, mountTree, plantAttacker, plantVictim, untilVictimIsReady, victimCommand } from './stage.ts';
import { type Players, trial } from './trial.ts';
import { attackerLines, victimLines } from './variants.ts';
import { attackByWeb, type WebAttack } from './web-attack.ts';

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
}

export interface Played {
  readonly results: readonly DrillResult[];
  readonly experiments: readonly DrillExperiment[];
}

type Progress = Item<'drill.run'>;
type Cells = ReadonlyMap<string, DrillCell>;

interface WholeRun {
  readonly cells: Cells;
  readonly web: ReadonlyMap<string, WebAttack>;
}

const byProgram = probes.filter(({ class: probeClass }) => probeClass !== 'web');

export async function* playDrill(request: DrillRunRequest, host: DrillRunHost, signal: AbortSignal): AsyncGenerator<Progress, Played, undefined> {
  yield step('create');
  const [attacker, victim] = await makeBoth(request, host.guests, signal);
  yield step('plant');
  const victimTarget = await prepare(attacker, victim, request.secret, host, signal);
  const service = await startHostService(request.secret);
  // Nobody is in this domain before the wall is taken down; to make it takes a while.
  const opened = host.openDomain.install(signal);
  opened.catch(() => undefined);
  try {
    const players: Players = { attacker, victim, victimTarget, secret: request.secret, hostPort: service.port, refusedCalls: refusedCalls(valueOf(attacker.lines, 'lxc.seccomp.profile') ?? '') };
    const up = yield* playWhole('wall-up', domainType, players, host, signal);
    const taken = new Map<Variant, Cells>([
      ['namespaces', yield* playVariant('shared-namespaces', 'namespaces', domainType, players, host, signal)],
      ['seccomp', yield* playVariant('without-seccomp', 'seccomp', domainType, players, host, signal)],
      ['capabilities', yield* playVariant('without-capability-bounds', 'capabilities', domainType, players, host, signal)],
    ]);
    yield step('take-wall-down');
    await opened;
    const down = yield* playWhole('wall-down', openDrillType, players, host, signal);
    const downShared = yield* playVariant('wall-down-shared', 'namespaces', openDrillType, players, host, signal);
    const rule = await ruleOf(up, host, signal);
    return {
      results: probes.map((probe) => resultOf(probe, { up: up.cells, down: down.cells, taken, downShared })),
      experiments: Object.values(webProbes).map((probe) => experimentOf(probe, up.web, down.web, rule)),
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
  await mountTree(attacker, victim);
  await mountProcesses(attacker, target.initPid);
  return target;
}

/** The attacker as Bulkhead makes it, but for its domain: the paper's requests, then all attempts. */
async function* playWhole(name: DrillStep, domain: string, players: Players, host: DrillRunHost, signal: AbortSignal): AsyncGenerator<Progress, WholeRun, undefined> {
  yield step(name);
  const { attacker, victim } = players;
  const target = await host.guests.start(attacker, attackerLines(attacker.lines, { variant: undefined, domain, neighbour: victim.name }), signal);
  const web = await attackByWeb(players, host, signal);
  for (const probe of web.keys()) yield { type: 'probe', step: name, probe };
  const cells = yield* told(name, trial(byProgram, target, players, host, signal));
  await host.guests.end(attacker, signal);
  return { web, cells: new Map([...[...web].map(([probe, { cell }]) => [probe, cell] as const), ...cells]) };
}

async function* playVariant(name: DrillStep, variant: Variant, domain: string, players: Players, host: DrillRunHost, signal: AbortSignal): AsyncGenerator<Progress, Cells, undefined> {
  yield step(name);
  const { attacker, victim } = players;
  const wanted = probes.filter(({ variants }) => variants?.includes(variant) === true);
  const target = await host.guests.start(attacker, attackerLines(attacker.lines, { variant, domain, neighbour: victim.name }), signal);
  const cells = yield* told(name, trial(wanted, target, players, host, signal));
  await host.guests.end(attacker, signal);
  return cells;
}

async function* told(name: DrillStep, probesTried: AsyncGenerator<string, Cells, undefined>): AsyncGenerator<Progress, Cells, undefined> {
  let next = await probesTried.next();
  try {
    for (; next.done !== true; next = await probesTried.next()) yield { type: 'probe', step: name, probe: next.value };
    return next.value;
  } finally {
    if (next.done !== true) await probesTried.return(new Map());
  }
}

interface AllCells {
  readonly up: Cells;
  readonly down: Cells;
  readonly taken: ReadonlyMap<Variant, Cells>;
  readonly downShared: Cells;
}

function resultOf(probe: Probe, { up, down, taken, downShared }: AllCells): DrillResult {
  const cellIn = (cells: Cells | undefined): DrillCell => cells?.get(probe.id) ?? notRun('it was not tried');
  const withAll = cellIn(up);
  return {
    probe: probe.id,
    class: probe.class,
    title: probe.title,
    expectedLayers: [...probe.expectedLayers],
    without: cellIn(down),
    with: withAll,
    taken: (probe.variants ?? []).map((layer) => ({ layer, cell: cellIn(taken.get(layer)), withoutSelinux: layer === 'namespaces' ? cellIn(downShared) : null })),
    pass: withAll.outcome === 'blocked' && withAll.blockedBy.some((layer) => probe.expectedLayers.includes(layer)),
  };
}

function experimentOf(probe: string, up: WholeRun['web'], down: WholeRun['web'], rule: string | null): DrillExperiment {
  const attack = up.get(probe);
  const [first] = attack?.denials ?? [];
  return { probe, without: down.get(probe)?.exchange ?? null, with: attack?.exchange ?? null, record: first === undefined ? null : recordText(first), rule };
}

/** What in the loaded policy refused the paper's request, in the policy's own words. */
async function ruleOf({ web }: WholeRun, { denials }: DrillRunHost, signal: AbortSignal): Promise<string | null> {
  const refusal = [...web.values()].flatMap((attack) => [...attack.denials])[0];
  if (refusal === undefined) return null;
  const { groups } = await denials.query({ events: 0 }, signal);
  const group = groups.find((candidate) => isOf(refusal, candidate));
  if (group === undefined) return null;
  try {
    return (await denials.explain(group.id, signal)).evidence.map(({ text }) => text).join('\n');
  } catch (error) {
    signal.throwIfAborted();
    return `the loaded policy could not be asked: ${error instanceof Error ? error.message : String(error)}`;
  }
}

function isOf(event: DenialEvent, group: { readonly sourceType: string; readonly targetType: string; readonly class: string; readonly permissions: readonly string[] }): boolean {
  return event.source?.type === group.sourceType && event.target?.type === group.targetType && event.class === group.class && event.permissions.join() === group.permissions.join();
}

function step(name: DrillStep): Progress {
  const { options } = drillStepSchema;
  return { type: 'step', step: name, fraction: options.indexOf(name) / options.length };
}
