// SPDX-License-Identifier: Apache-2.0
/**
 * Judges an attempt from evidence: whether it succeeded, and which layer blocked it. An attempt that shows neither is
 * `not-run`, and never passes.
 */

import { constants } from 'node:os';
import type { DenialEvent } from '../../../../contract/model/denials/denial.ts';
import type { DrillCell, DrillLayer } from '../../../../contract/model/drill.ts';
import { formatSecurityContext } from '../../../../contract/model/contexts/format-security-context.ts';
import type { Attempt, Circumstances } from './attempts.ts';
import type { Attemptable, SilentDenial } from '../probes/probe.ts';
import type { DeniedCalls } from './seccomp-profile.ts';

/** What else is known about the moment of the attempt, all of it from the host. */
export interface AttemptFacts {
  readonly self: Circumstances;
  /** Denials of the attempting process. */
  readonly denials: readonly DenialEvent[];
  /** Holds the text of the secret. */
  readonly secret: string;
  /** System calls that the container's seccomp profile denies, with the error that each gets. */
  readonly deniedCalls: DeniedCalls;
  /** Host id of the container's root. */
  readonly idBase: number;
  /** The probe's counter moved by so much. */
  readonly counted: number | undefined;
  /** What the host sees of the victim's files afterwards; undefined when the attempt would change nothing. */
  readonly harm: { readonly isDone: boolean; readonly words: string } | undefined;
  /** The kernel's own decision on the probe's permission without logged denials, in words, where it denies it. */
  readonly silentDenial: string | undefined;
  /** Says in words where the host saw the attacker's layer full. */
  readonly fullLayer: string | undefined;
}

/** The first of several names for one number counts: EAGAIN, not EWOULDBLOCK. */
const errnoNames: ReadonlyMap<number, string> = new Map(
  Object.entries(constants.errno)
    .reverse()
    .map(([name, number]) => [number, name]),
);
const maxEvidence = 400;

/** An attempt that was not made, and why. */
export function notRun(reason: string): DrillCell {
  return { outcome: 'not-run', evidence: [reason], blockedBy: [], denials: [] };
}

/** An attempt on something that this kernel, or the image, does not have. */
export function absent(reason: string): DrillCell {
  return { ...notRun(reason), isAbsent: true };
}

export function judge(probe: Attemptable, attempt: Attempt | undefined, attemptFacts: AttemptFacts): DrillCell {
  if (attempt === undefined) return notRun('the program ended before this attempt');
  const nothing = attempt.kind === 'denied' ? probe.absentBy?.[nameOf(attempt.errno)] : undefined;
  if (attempt.kind === 'denied' && nothing !== undefined)
    return absent(`${attempt.call}: ${nameOf(attempt.errno)}, ${nothing}`);
  const { outcome, reasons } = outcomeOf(probe, attempt, attemptFacts);
  const blocked = outcome === 'blocked' ? layersOf(probe, attempt, attemptFacts) : { layers: [], reasons: [] };
  // A probe that no visible layer blocked is no evidence of isolation.
  const isShown = outcome !== 'blocked' || blocked.layers.length > 0;
  return {
    outcome: isShown ? outcome : 'not-run',
    evidence: [...reasons, ...blocked.reasons, ...recordLines(attemptFacts.denials)].map((line) =>
      line.slice(0, maxEvidence),
    ),
    blockedBy: [...blocked.layers],
    denials: [...new Set(attemptFacts.denials.map(denialId))],
  };
}

/** Gives the first of records that differ only in their time, with their number. */
function recordLines(denials: readonly DenialEvent[]): readonly string[] {
  const alike = new Map<string, string[]>();
  for (const denial of denials) {
    const [line, id] = [recordText(denial), denialId(denial)];
    const kind = line.replace(id, '');
    alike.set(kind, [...(alike.get(kind) ?? []), line]);
  }
  return [...alike.values()].map(
    (lines) => `${lines[0] ?? ''}${lines.length > 1 ? `, and ${lines.length - 1} more alike` : ''}`,
  );
}

/** How the kernel's log names an event. */
function denialId({ time, serial }: Pick<DenialEvent, 'time' | 'serial'>): string {
  return `${time.toFixed(3)}:${serial}`;
}

/** The record in the kernel's own form, from its parsed fields. */
export function recordText(event: DenialEvent): string {
  const { permissions, comm, path, name, source, target, permissive, class: objectClass } = event;
  const named = name === null ? '' : ` name=${JSON.stringify(name)}`;
  const object = path === null ? named : ` path=${JSON.stringify(path)}`;
  const contexts = [source, target].map((context) => (context === null ? '?' : formatSecurityContext(context)));
  return (
    `AVC audit(${denialId(event)}): denied { ${permissions.join(' ')} } ` +
    `comm=${JSON.stringify(comm ?? '')}${object} scontext=${contexts[0]} tcontext=${contexts[1]} ` +
    `tclass=${objectClass ?? '?'} permissive=${permissive === true ? 1 : 0}`
  );
}

interface Judgement {
  readonly outcome: DrillCell['outcome'];
  readonly reasons: readonly string[];
}

function outcomeOf(probe: Attemptable, attempt: Attempt, attemptFacts: AttemptFacts): Judgement {
  const { secret, harm, counted } = attemptFacts;
  if (harm?.isDone === true) {
    const said = attempt.kind === 'done' ? [printable(attempt.caught)] : [];
    return { outcome: 'breached', reasons: [harm.words, ...said] };
  }
  const unharmed = harm === undefined ? [] : [harm.words];
  switch (attempt.kind) {
    case 'done':
      if (probe.counter !== undefined && counted !== undefined && counted > 0)
        return { outcome: 'blocked', reasons: [printable(attempt.caught)] };
      if (probe.breach === 'harm')
        return {
          outcome: harm === undefined ? 'not-run' : 'blocked',
          reasons: [printable(attempt.caught), ...unharmed],
        };
      if (probe.breach === 'success')
        return { outcome: 'breached', reasons: [`nothing blocked it: ${printable(attempt.caught)}`, ...unharmed] };
      if (attempt.caught.includes(secret))
        return { outcome: 'breached', reasons: [`it got the secret: ${printable(attempt.caught)}`] };
      return {
        outcome: 'not-run',
        reasons: [`nothing blocked it, and it found no secret: ${printable(attempt.caught)}`],
      };
    case 'denied': {
      const name = nameOf(attempt.errno);
      const said = `${attempt.call}: ${name}`;
      if (probe.reached?.includes(name) === true)
        return { outcome: 'breached', reasons: [`${said}, which comes after the check was passed`] };
      if (
        name === 'EACCES' ||
        name === 'EPERM' ||
        probe.denials?.includes(name) === true ||
        probe.deniedBy?.[name] !== undefined ||
        isFiltered(probe, attempt.errno, attemptFacts)
      ) {
        return { outcome: 'blocked', reasons: [said, ...unharmed] };
      }
      return { outcome: 'not-run', reasons: [`${said}, which shows nothing about the isolation`] };
    }
    case 'held':
      return { outcome: 'blocked', reasons: [`${attempt.call}: ${printable(attempt.words)}`, ...unharmed] };
    case 'killed':
      if (attempt.signal === 9 && counted !== undefined && counted > 0)
        return { outcome: 'blocked', reasons: ['the kernel killed it'] };
      return { outcome: 'not-run', reasons: [`signal ${attempt.signal} ended it`] };
    case 'failed':
      return { outcome: 'not-run', reasons: [attempt.reason] };
  }
}

interface Layers {
  readonly layers: readonly DrillLayer[];
  readonly reasons: readonly string[];
}

function layersOf(probe: Attemptable, attempt: Attempt, attemptFacts: AttemptFacts): Layers {
  const { self, denials, idBase, counted, silentDenial, fullLayer } = attemptFacts;
  if (denials.some(({ decision, permissive }) => decision === 'denied' && permissive === false))
    return { layers: ['selinux'], reasons: [] };
  if (probe.counter !== undefined)
    return counted !== undefined && counted > 0
      ? { layers: ['cgroup'], reasons: [`${probe.counter} rose by ${counted}`] }
      : { layers: [], reasons: [`${probe.counter} did not rise`] };
  if (probe.silent !== undefined && isSilentError(probe.silent, attempt))
    return silentDenial === undefined ? { layers: [], reasons: [] } : { layers: ['selinux'], reasons: [silentDenial] };
  // The error alone could come from a full disk of the host.
  if (probe.watch === 'disk')
    return fullLayer === undefined ? { layers: [], reasons: [] } : { layers: ['quota'], reasons: [fullLayer] };
  if (attempt.kind !== 'denied') return { layers: probe.heldBy === undefined ? [] : [probe.heldBy], reasons: [] };
  const { systemCall, capability } = probe;
  if (isFiltered(probe, attempt.errno, attemptFacts))
    return { layers: ['seccomp'], reasons: [`a filter is on (Seccomp: 2), and the profile denies ${systemCall}`] };
  const name = nameOf(attempt.errno);
  const by = probe.deniedBy?.[name];
  if (by !== undefined) return { layers: [by.layer], reasons: [by.words] };
  switch (name) {
    case 'EPERM': {
      if (capability !== undefined && ((self.capabilities >> BigInt(capability.number)) & 1n) === 0n)
        return {
          layers: ['capabilities'],
          reasons: [`its root lacks ${capability.name}, even within its own user namespace`],
        };
      return {
        layers: ['user-namespace'],
        reasons: [
          `its root is uid ${idBase} of the host, and has ${capability?.name ?? 'its powers'} within its own user namespace only`,
        ],
      };
    }
    case 'EACCES':
      return {
        layers: ['user-namespace'],
        reasons: [`its root is uid ${idBase} of the host, and the object is another's`],
      };
    case 'EROFS':
      return { layers: ['mounts'], reasons: ['it is mounted read-only'] };
    default:
      return { layers: ['namespaces'], reasons: ['in its namespaces there is no such thing'] };
  }
}

/** Says whether a denial that is not logged may be what ended the attempt. */
function isSilentError({ error }: SilentDenial, attempt: Attempt): boolean {
  return error === undefined || (attempt.kind === 'denied' && nameOf(attempt.errno) === error);
}

/** Says whether the error is the one that the profile has for the call of the attempt. */
function isFiltered({ systemCall }: Attemptable, errno: number, { self, deniedCalls }: AttemptFacts): boolean {
  return systemCall !== undefined && self.seccomp === '2' && deniedCalls.get(systemCall) === errno;
}

function nameOf(errno: number): string {
  return errnoNames.get(errno) ?? `error ${errno}`;
}

function printable(text: string): string {
  return text.replace(/[^\x20-\x7e]+/g, ' ').trim();
}
