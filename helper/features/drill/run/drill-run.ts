// SPDX-License-Identifier: Apache-2.0
/**
 * One drill from the first container to the last: runs all circumstances, and gives the outcome of each attempt.
 * `drill.ts` removes what it began, whatever happens here.
 */

import type {
  DrillCell,
  DrillExperiment,
  DrillResult,
  DrillStep,
  DrillSurface,
} from '../../../../contract/model/drill.ts';
import { drillStepSchema } from '../../../../contract/model/drill.ts';
import type { Phrase } from '../../../../contract/text.ts';
import type { DecideByKernel } from '../../../selinux/ask-kernel.ts';
import { domainType, openDrillType } from '../../../selinux/types.ts';
import type { Guest, Guests } from './guests.ts';
import { startHostService } from './host-service.ts';
import { absent } from '../judge/judge.ts';
import { withoutWebServer } from '../probes/limitations.ts';
import type { DrillImage } from './drill-image.ts';
import { unloadedFilesystem } from '../watches/kernel-modules.ts';
import { tryLinkedStarts } from './linked-start.ts';
import type { OpenDomain } from './open-domain.ts';
import type { ChosenProbes } from '../probes/chosen-probes.ts';
import { linkedStart } from '../probes/start-probes.ts';
import type { Variant } from '../probes/probe.ts';
import { begun, type Progress, reportProbes } from './progress.ts';
import { type Cells, experimentOf, resultOf, ruleOf, surfaceOf, type WebAttacks } from './put-together.ts';
import { deniedCallsOf } from '../judge/seccomp-profile.ts';
import {
  attackerProgram,
  mountProcesses,
  mountTree,
  plantAttacker,
  plantVictim,
  untilVictimIsReady,
  victimCommand,
  victimKey,
  withTree,
} from './stage.ts';
import { type DrillPair, trial, type TrialHost } from './trial.ts';
import { attackerLines, victimLines } from '../probes/variants.ts';
import { attackByWeb } from './web-attack.ts';
import type { AttachTarget } from '../../containers/ports/containers.ts';
import type { Denials } from '../../denials/ports.ts';

export interface DrillRunHost {
  readonly guests: Guests;
  /** Fails with `image-not-found`. */
  readonly chooseImage: (signal: AbortSignal) => Promise<DrillImage>;
  readonly denials: Pick<Denials, 'query' | 'explain'>;
  readonly openDomain: OpenDomain;
  readonly decide: DecideByKernel;
  /** Space on the disk on which the layers of containers are. */
  readonly disk: TrialHost['disk'];
  /** What the DHCP server of a bridge has given. */
  readonly leases: TrialHost['leases'];
  /** Texts of the programs. */
  readonly programs: { readonly attacker: string; readonly victim: string };
}

export interface DrillRunRequest {
  readonly attacker: string;
  readonly victim: string;
  readonly secret: string;
  readonly chosen: Pick<ChosenProbes, 'probes' | 'surface'>;
}

export interface Played {
  readonly results: readonly DrillResult[];
  readonly surface: readonly DrillSurface[];
  readonly experiments: readonly DrillExperiment[];
  /** What it could not show, beside what no run can. */
  readonly limitations?: readonly Phrase[];
}

const steps = drillStepSchema().options;

/** What stays the same while the circumstances change. */
interface Stay extends DrillRunHost {
  readonly chosen: DrillRunRequest['chosen'];
  readonly attacker: Guest;
  readonly image: DrillImage;
  readonly drillPair: DrillPair;
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

export async function* runPhases(
  request: DrillRunRequest,
  host: DrillRunHost,
  signal: AbortSignal,
): AsyncGenerator<Progress<DrillStep>, Played, undefined> {
  yield begun('create', steps);
  const { probes, surface } = request.chosen;
  const image = await host.chooseImage(signal);
  const [attacker, victim] = await makeBoth({ ...request, image }, host.guests, signal);
  const linked = yield* tryLinkedStart({ ...request.chosen, attacker }, host, signal);
  yield begun('plant', steps);
  const victimTarget = await prepare({ attacker, victim, secret: request.secret }, host, signal);
  const service = await startHostService(request.secret);
  // No process is in this domain before SELinux is removed. To create it takes a while.
  const opened = host.openDomain.install(signal);
  opened.catch(() => undefined);
  try {
    const drillPair: DrillPair = {
      attacker,
      otherContainer: victim,
      scene: victim,
      secret: request.secret,
      hostPort: service.port,
      key: victimKey(victim),
      filesystem: unloadedFilesystem(),
      address: undefined,
      witness: { target: victimTarget, level: victim.level },
      program: ['/usr/bin/perl', attackerProgram],
      deniedCalls: deniedCallsOf(attacker.lines),
    };
    const stay: Stay = { ...host, chosen: request.chosen, attacker, image, drillPair };
    const up = yield* tryAll({ name: 'with-selinux', domain: domainType }, stay, signal);
    // The loaded policy is read for it, which takes time; the next attempts run meanwhile.
    const rule = ruleOf(up.web, host.denials, signal);
    rule.catch(() => undefined);
    const taken = new Map<Variant, Cells>([
      [
        'namespaces',
        yield* tryVariant({ name: 'shared-namespaces', variant: 'namespaces', domain: domainType }, stay, signal),
      ],
      ['seccomp', yield* tryVariant({ name: 'without-seccomp', variant: 'seccomp', domain: domainType }, stay, signal)],
      [
        'capabilities',
        yield* tryVariant(
          { name: 'without-capability-bounds', variant: 'capabilities', domain: domainType },
          stay,
          signal,
        ),
      ],
    ]);
    yield begun('make-permissive', steps);
    await opened;
    const down = yield* tryAll({ name: 'without-selinux', domain: openDrillType }, stay, signal);
    const downShared = yield* tryVariant(
      { name: 'without-selinux-shared', variant: 'namespaces', domain: openDrillType },
      stay,
      signal,
    );
    const deniedBy = await rule;
    const upCells = new Map([...up.cells, ...linked]);
    return {
      results: probes.map((probe) => resultOf(probe, { up: upCells, down: down.cells, taken, downShared })),
      surface: surface.map((probe) => surfaceOf(probe, up.cells, down.cells)),
      experiments: [...up.web.keys()].map((probe) =>
        experimentOf(probe, { up: up.web, down: down.web, rule: deniedBy }),
      ),
      ...(!image.isServing && { limitations: [withoutWebServer] }),
    };
  } finally {
    service.close();
    // What has begun to change the policy ends before the change is undone.
    await opened.catch(() => undefined);
  }
}

/** Waits for both, even when one fails: a creation that continues would outlive the drill. */
async function makeBoth(
  { attacker, victim, image: { name: image } }: DrillRunRequest & { readonly image: DrillImage },
  guests: Guests,
  signal: AbortSignal,
): Promise<readonly [Guest, Guest]> {
  const makings = [
    guests.make(attacker, { image, network: { kind: 'nat' } }, signal),
    guests.make(victim, { image, network: { kind: 'none' } }, signal),
  ] as const;
  await Promise.allSettled(makings);
  return Promise.all(makings);
}

/** Tries it before the attacker has anything in its tree; by its probe, where that was chosen. */
async function* tryLinkedStart(
  { probes, attacker }: Pick<ChosenProbes, 'probes'> & { readonly attacker: Guest },
  { guests }: DrillRunHost,
  signal: AbortSignal,
): AsyncGenerator<Progress<DrillStep>, ReadonlyMap<string, DrillCell>, undefined> {
  yield begun('linked-start', steps);
  const probe = probes.find(({ id }) => id === linkedStart);
  if (probe === undefined) return new Map();
  const cell = await tryLinkedStarts({ probe, attacker }, guests, signal);
  yield { type: 'probe', step: 'linked-start', probe: probe.id };
  return new Map([[probe.id, cell]]);
}

async function prepare(
  { attacker, victim, secret }: { readonly attacker: Guest; readonly victim: Guest; readonly secret: string },
  { guests, programs }: DrillRunHost,
  signal: AbortSignal,
): Promise<AttachTarget> {
  plantVictim(victim, programs.victim, secret);
  plantAttacker(attacker, programs.attacker);
  const target = await guests.start(victim, victimLines(victim.lines, victimCommand(secret)), signal);
  await untilVictimIsReady(victim, signal);
  withTree(victim, (folder) => mountTree(attacker, folder, 'read-write'));
  await mountProcesses(attacker, target.initPid);
  return target;
}

/** The attacker as Bulkhead creates it, except for its domain: the paper's requests, then all other attempts. */
async function* tryAll(
  { name, domain }: Omit<VariantRun, 'variant'>,
  stay: Stay,
  signal: AbortSignal,
): AsyncGenerator<Progress<DrillStep>, WholeRun, undefined> {
  yield begun(name, steps);
  const { guests, chosen, attacker, image, drillPair } = stay;
  const ofWeb = chosen.probes.filter(({ class: probeClass }) => probeClass === 'web');
  const byWeb = image.isServing ? ofWeb : [];
  const byProgram = [
    ...chosen.probes.filter((probe) => !ofWeb.includes(probe) && probe.id !== linkedStart),
    ...chosen.surface,
  ];
  const target = await guests.start(
    attacker,
    attackerLines(attacker.lines, {
      variant: undefined,
      isServing: byWeb.length > 0,
      domain,
      otherContainer: drillPair.otherContainer.name,
    }),
    signal,
  );
  const web = await attackByWeb({ wanted: byWeb, drillPair: { ...drillPair, attacker } }, stay, signal);
  for (const probe of web.keys()) yield { type: 'probe', step: name, probe };
  const cells = yield* reportProbes(name, trial({ probes: byProgram, target, drillPair }, stay, signal));
  await guests.end(attacker, signal);
  const left = ofWeb
    .slice(byWeb.length)
    .map(({ id }) => [id, absent(`the image ${image.name} has no Apache with PHP`)] as const);
  return { web, cells: new Map([...left, ...[...web].map(([probe, { cell }]) => [probe, cell] as const), ...cells]) };
}

/** The probes that another layer could have blocked, with this layer removed too. Without such probes nothing runs. */
async function* tryVariant(
  { name, variant, domain }: VariantRun,
  stay: Stay,
  signal: AbortSignal,
): AsyncGenerator<Progress<DrillStep>, Cells, undefined> {
  yield begun(name, steps);
  const { guests, chosen, attacker, drillPair } = stay;
  const wanted = chosen.probes.filter(({ variants }) => variants?.includes(variant) === true);
  if (wanted.length === 0) return new Map();
  const target = await guests.start(
    attacker,
    attackerLines(attacker.lines, { variant, isServing: false, domain, otherContainer: drillPair.otherContainer.name }),
    signal,
  );
  const cells = yield* reportProbes(name, trial({ probes: wanted, target, drillPair }, stay, signal));
  await guests.end(attacker, signal);
  return cells;
}
