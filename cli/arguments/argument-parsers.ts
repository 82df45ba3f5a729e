// SPDX-License-Identifier: Apache-2.0
/**
 * Turns words of the command line into values, or says what is wrong with them. The rules are those of the contract.
 */

import { InvalidArgumentError } from 'commander';
import type { z } from 'zod';
import {
  learnSecondsSchema,
  type Network,
  networkSchema,
  type ServedPortNumber,
  servedPortSchema,
} from '../../contract/model/containers/container.ts';
import { imageDescriptionSchema } from '../../contract/model/host/image.ts';
import { sha256Schema } from '../../contract/operations/host/image.ts';
import { snapshotNameSchema } from '../../contract/model/containers/snapshot.ts';
import { type ProfileName, profileNames } from '../../contract/model/policy/choice-profiles.ts';
import { denialGroupIdSchema } from '../../contract/model/denials/denial.ts';
import { drillProbeNameSchema, drillReportIdSchema, drillScheduleSchema } from '../../contract/model/drill.ts';
import { tagSchema } from '../../contract/model/containers/tag.ts';
import { type LogPriority, logPriorities, logTextSchema, unitNameSchema } from '../../contract/model/logs/log-line.ts';
import {
  containerNameSchema,
  imageNameSchema,
  interfaceNameSchema,
  userNameSchema,
} from '../../contract/model/names.ts';
import { insideFolderSchema } from '../../contract/operations/containers/console.ts';
import { remedyIdSchema } from '../../contract/operations/policy/remedy.ts';
import { formatHost, type Host, parseHost } from '../../hosts/parse-host.ts';
import { parseSize } from './parse-size.ts';

export function hostArgument(text: string): Host {
  const host = parseHost(text);
  if (host === undefined) throw new InvalidArgumentError(`A host is local, lab, or ssh://[user@]host[:port].`);
  return host;
}

/** Gathered when the option is given several times. */
export function hostsArgument(text: string, before: readonly Host[] = []): readonly Host[] {
  const host = hostArgument(text);
  return before.some((one) => formatHost(one) === formatHost(host)) ? before : [...before, host];
}

export function nameArgument(text: string): string {
  return checked(containerNameSchema(), text, 'A name');
}

export function namesArgument(text: string, before: readonly string[] | undefined): readonly string[] {
  return [...(before ?? []), nameArgument(text)];
}

/** Gathered when the option is given several times. */
export function tagArgument(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, checked(tagSchema(), text, 'A tag')];
}

/** An address of a server, without what would be lost below it. */
export function serverArgument(text: string): string {
  const address = URL.canParse(text) ? new URL(text) : undefined;
  if (address === undefined || !/^https?:$/.test(address.protocol) || address.search + address.hash !== '')
    throw new InvalidArgumentError('A server is an address that begins with https://.');
  return text.replace(/\/+$/, '');
}

export function architectureArgument(text: string): string {
  if (!/^[a-z0-9_]{1,20}$/.test(text)) throw new InvalidArgumentError('An architecture is such as amd64 or arm64.');
  return text;
}

export function userArgument(text: string): string {
  return checked(userNameSchema(), text, 'A user');
}

export function interfaceArgument(text: string): string {
  return checked(interfaceNameSchema(), text, 'An interface');
}

export function insideFolderArgument(text: string): string {
  return checked(insideFolderSchema(), text, 'A folder');
}

export function groupArgument(text: string): string {
  return checked(denialGroupIdSchema(), text, 'A group');
}

export function unitArgument(text: string): string {
  return checked(unitNameSchema(), text, 'A unit');
}

export function logTextArgument(text: string): string {
  return checked(logTextSchema(), text, 'A text');
}

/** The number of a level, by its number or name. */
export function priorityArgument(text: string): number {
  const number = /^[0-7]$/.test(text) ? Number(text) : logPriorities.indexOf(text as LogPriority);
  if (number === -1) throw new InvalidArgumentError(`A level is 0 to 7, or one of: ${logPriorities.join(', ')}.`);
  return number;
}

export function remedyArgument(text: string): string {
  return checked(remedyIdSchema(), text, 'A remedy');
}

/** Reads a time of day. */
export function timeArgument(text: string): string {
  return checked(drillScheduleSchema().shape.at, text, 'A time');
}

/** Gathered when the option is given several times. */
export function probeArgument(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, checked(drillProbeNameSchema(), text, 'A probe')];
}

/** Reads the id of a report of the drill. */
export function reportArgument(text: string): string {
  return checked(drillReportIdSchema(), text, 'A report');
}

export function entryArgument(text: string): number {
  if (!/^[1-9]\d{0,14}$/.test(text)) throw new InvalidArgumentError('An entry is a positive whole number.');
  return Number(text);
}

export function snapshotArgument(text: string): string {
  return checked(snapshotNameSchema(), text, 'A snapshot');
}

/** What is said about an image. */
export function imageTextArgument(text: string): string {
  return checked(imageDescriptionSchema(), text, 'A description');
}

/** Copied from where the archive is offered, in whichever case. */
export function sha256Argument(text: string): string {
  return checked(sha256Schema(), text.toLowerCase(), 'A digest');
}

export function imageArgument(text: string): string {
  return checked(imageNameSchema(), text, 'An image name');
}

/** A limit as the command line has it; commander takes null for an option without a value. */
export type NumberArgument = number | 'none';
export type LimitArgument = number | string;

/** A limit as the contract has it. */
export function limitOf<Value extends number | string>(argument: Value): Exclude<Value, 'none'> | null {
  return argument === 'none' ? null : (argument as Exclude<Value, 'none'>);
}

/** Bytes, or bytes in a second. */
export function sizeArgument(text: string): NumberArgument {
  if (isNoLimit(text)) return 'none';
  const bytes = parseSize(text);
  if (bytes === undefined) throw new InvalidArgumentError('Write a size such as 512M or 10GiB, or none.');
  return bytes;
}

export function networkArgument(text: string): Network {
  const [kind, ...rest] = text.split(':');
  const name = rest.join(':');
  const named = kind === 'macvlan' ? { parent: name } : { bridge: name };
  const network = networkSchema().safeParse(text.includes(':') ? { kind, ...named } : { kind });
  if (!network.success) throw new InvalidArgumentError('A network is nat, none, bridge:NAME, or macvlan:INTERFACE.');
  return network.data;
}

/** `80`, `80/tcp` or `53/udp`; gathered when the option is given several times. */
export function portArgument(text: string, before: readonly ServedPortNumber[] = []): readonly ServedPortNumber[] {
  const [, port, protocol = 'tcp'] = /^(\d{1,5})(?:\/(tcp|udp))?$/.exec(text) ?? [];
  const parsed = servedPortSchema().safeParse({ protocol, port: Number(port) });
  if (!parsed.success)
    throw new InvalidArgumentError('A port is a number from 1 to 65535, with /udp where it is not tcp.');
  return [...before, parsed.data];
}

export function profileArgument(text: string): ProfileName {
  const name = profileNames.find((known) => known === text);
  if (name === undefined) throw new InvalidArgumentError(`A profile is one of: ${profileNames.join(', ')}.`);
  return name;
}

/** A span such as 30m, in seconds. */
export function learnArgument(text: string): number {
  const [, amount, unit = ''] = /^(\d{1,5})([smh])$/.exec(text) ?? [];
  const seconds = learnSecondsSchema().safeParse(Number(amount) * ({ s: 1, m: 60, h: 3600 }[unit] ?? Number.NaN));
  if (!seconds.success) throw new InvalidArgumentError('A container learns from 60s to 24h, for example 30m.');
  return seconds.data;
}

/** Reads a positive whole number. */
export function countArgument(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError('A count is a whole number from 1.');
  return Number(text);
}

/** Seconds, given back in milliseconds. */
export function intervalArgument(text: string): number {
  const milliseconds = Math.round(numberArgument(text, 'An interval is a number of seconds.') * 1000);
  if (milliseconds < 500 || milliseconds > 60_000)
    throw new InvalidArgumentError('An interval is from 0.5 to 60 seconds.');
  return milliseconds;
}

export function isNoLimit(text: string): boolean {
  return text === 'none' || text === 'max';
}

export function numberArgument(text: string, problem: string): number {
  if (!/^\d{1,9}(?:\.\d{1,6})?$/.test(text)) throw new InvalidArgumentError(problem);
  return Number(text);
}

function checked(schema: z.ZodType<string>, text: string, what: string): string {
  const parsed = schema.safeParse(text);
  if (!parsed.success) throw new InvalidArgumentError(`${what} ${parsed.error.issues[0]?.message ?? 'is not valid'}.`);
  return parsed.data;
}
