// SPDX-License-Identifier: Apache-2.0
/**
 * Writes the policy module of one owner, in CIL, for people to read; policy/selinux/bulkhead-own.cil explains the macros.
 * That of a plain domain declares no types, since the installed policy has them, and holds only what its container may
 * do beyond every container.
 */

import { allChoices, type Choice, choices } from '../../contract/model/policy/choices.ts';
import { choiceMacro } from '../../contract/model/policy/module-macros.ts';
import { connectStatement } from './connect-statement.ts';
import { plainNumberOf, plainOwner, policyNames } from './names.ts';
import { kindOfPlain } from '../../contract/model/policy/plain-kinds.ts';
import { withoutChosenByRemedies } from './remedy-statements.ts';

export interface ServedPort {
  readonly protocol: 'tcp' | 'udp';
  readonly port: number;
  /** The type that the loaded policy gives the port. */
  readonly type: string;
}

/** A volume that several containers share; one that is its own needs no line. */
export interface SharedVolume {
  /** Names one of the types of bulkhead-volumes.cil. */
  readonly type: string;
  readonly isReadOnly: boolean;
}

export interface OwnDomain {
  /** The name of the container, or the key of its plain domain. */
  readonly owner: string;
  readonly ports: readonly ServedPort[];
  /** What it may do beyond every container. */
  readonly allow: readonly Choice[];
  /** Types of the ports that it may connect to. */
  readonly connectTypes: readonly string[];
  readonly volumes: readonly SharedVolume[];
  readonly hasVolumes: boolean;
}

/** The folder of Bulkhead's own volumes; each container has a folder there. */
const volumeRoot = '/var/lib/bulkhead/volumes';

/** Stands above what a module keeps when it is written again. */
export const rulesHeading = section('rules', 'What was allowed after a review.');

export function generateModule({ owner, ports, allow, connectTypes, volumes, hasVolumes }: OwnDomain): string {
  const { domain } = policyNames(owner);
  const beyond = beyondPlain(owner, { ports, allow });
  const served = [...beyond.ports].sort((a, b) => a.port - b.port || a.protocol.localeCompare(b.protocol));
  const serve = new Map(
    served.map(({ protocol, type }) => [
      `(call bulkhead_serve_${protocol} (${domain} ${type}))`,
      listed(served, protocol, type),
    ]),
  );
  return [
    ...firstLinesOf(owner),
    '',
    section(
      'network',
      'It listens on these ports and no others; a port is named by its type, which others may have too.',
    ),
    ...[...serve].flatMap(([statement, which]) => [`; ${which}`, statement]),
    '',
    section('choices', 'What it may do beyond every container: nothing, unless a line stands here.'),
    ...allChoices
      .filter((choice) => beyond.allow.includes(choice))
      .flatMap((choice) => [`; ${choices[choice].label}`, allowCall(domain, choice)]),
    ...[...connectTypes]
      .sort()
      .flatMap((type) => [`; Connect to ports of the type ${type}`, connectStatement(owner, type)]),
    ...(volumes.length > 0
      ? [
          '',
          section('shared volumes', 'Other containers have them too; the category of each decides who reaches it.'),
          ...volumeCalls(owner, volumes),
        ]
      : []),
    ...(hasVolumes ? ['', section('volumes', 'What lies here is its own.'), volumeLabel(owner)] : []),
    '',
    rulesHeading,
    '',
  ].join('\n');
}

/**
 * How much of what every container may do a module grants: all of it, what is the container's own alone, or nothing while
 * it learns.
 */
export type ModuleForm = 'container' | 'narrow_container' | 'learning_container';

function firstLinesOf(owner: string): readonly string[] {
  const number = plainNumberOf(owner);
  if (number !== undefined)
    return [
      `; The policy module of the plain domain ${number}: what its container may do beyond what stands in the installed`,
      '; policy (bulkhead-plain), which has its types, that no other container reaches them, and these choices:',
      `; ${choicesOfPlain(number).join(', ') || 'none'}.`,
    ];
  return [
    `; The policy module of the container ${owner}: a domain of its own.`,
    '',
    section('what it is', 'Types that no other container has. This part has to stay as it is.'),
    ...headOf(owner),
  ];
}

/** What was chosen and the plain domain does not have already; all of it for a container's own name. */
function beyondPlain(
  owner: string,
  { ports, allow }: Pick<OwnDomain, 'ports' | 'allow'>,
): Pick<OwnDomain, 'ports' | 'allow'> {
  const number = plainNumberOf(owner);
  if (number === undefined) return { ports, allow };
  const kind = kindOfPlain(number);
  return {
    ports: ports.filter(({ protocol, type }) => protocol !== 'tcp' || type !== kind.serves?.type),
    allow: allow.filter((choice) => !kind.allow.includes(choice)),
  };
}

function choicesOfPlain(number: number): readonly string[] {
  const { allow, serves } = kindOfPlain(number);
  return [
    ...allow.map((choice) => choices[choice].label),
    ...(serves === undefined ? [] : [`listen on ${serves.type}`]),
  ];
}

/** The statements of a plain domain in the installed policy: its types, and what its kind may do. */
export function plainDeclarations(number: number): readonly string[] {
  const owner = plainOwner(number);
  const { domain, others } = policyNames(owner);
  const { allow, serves } = kindOfPlain(number);
  return [
    ...declarationsOf(owner),
    // The kernel needs no attribute that only a neverallow rule is about: it looks up every pair of the attributes that
    // the two types of an access have.
    `(expandtypeattribute ${others} true)`,
    ...allow.map((choice) => allowCall(domain, choice)),
    ...(serves === undefined ? [] : [`(call bulkhead_serve_tcp (${domain} ${serves.type}))`]),
  ];
}

/** What every module of this owner has to contain; nothing for a plain domain. */
export function headOf(owner: string): readonly string[] {
  return plainNumberOf(owner) === undefined ? declarationsOf(owner) : [];
}

/** The types of an owner, and that they are isolated from all others. */
function declarationsOf(owner: string): readonly string[] {
  const { domain, files, volumes, readonlyVolumes, memory, terminals, others } = policyNames(owner);
  const content = [files, volumes, readonlyVolumes, memory];
  return [
    ...[domain, ...content, terminals].map((type) => `(type ${type})`),
    `(typeattribute ${others})`,
    `(typeattributeset ${others} (and (or (bulkhead_domain) (bulkhead_content)) (not (${[domain, ...content].join(' ')}))))`,
    containerCall(owner, 'container'),
  ];
}

/** The statement that makes a module of these types; each module has one of the three. */
export function containerCall(owner: string, form: ModuleForm): string {
  const { domain, files, volumes, readonlyVolumes, memory, terminals, others } = policyNames(owner);
  const types = [domain, files, volumes, readonlyVolumes, memory, terminals, others];
  return `(call bulkhead_${form} (${types.join(' ')}))`;
}

export function allowCall(domain: string, choice: Choice): string {
  return `(call ${choiceMacro(choice)} (${domain}))`;
}

function volumeCalls(owner: string, volumes: readonly SharedVolume[]): readonly string[] {
  const { domain } = policyNames(owner);
  const calls = volumes.map(
    ({ type, isReadOnly }) => `(call bulkhead_${isReadOnly ? 'read' : 'use'}_volume (${domain} ${type}))`,
  );
  return [...new Set(calls)].sort();
}

/** Gives the module with calls for these shared volumes and for no others; the same text when it has them already. */
export function withSharedVolumes(source: string, owner: string, volumes: readonly SharedVolume[]): string {
  const wanted = volumeCalls(owner, volumes);
  const isCall = (line: string): boolean => /^\(call bulkhead_(?:use|read)_volume \(\w+ \w+\)\)$/.test(line.trim());
  const lines = source.split('\n');
  const present = lines.filter(isCall).map((line) => line.trim());
  if (present.length === wanted.length && wanted.every((call) => present.includes(call))) return source;
  const rest = lines.filter((line) => !isCall(line)).join('\n');
  return withRules(rest, wanted, 'Volumes that it shares with other containers.');
}

/**
 * A rule about one type, which holds also where the deny rules of the host take away rules about types of the host.
 */
export function reachCall(domain: string, type: string): string {
  return `(call bulkhead_reach (${domain} ${type}))`;
}

/** A container's name may hold one character that a pattern of file contexts would read as a metacharacter. */
export function volumeLabel(container: string): string {
  return (
    `(filecon "${volumeRoot}/${container.replaceAll('.', '\\.')}(/.*)?" any (system_u ` +
    `object_r ${policyNames(container).volumes} ((s0) (s0))))`
  );
}

/**
 * A generated module with what another one of the same container has below the heading `rules`, but for ports and choices
 * of remedies, and as narrow as that one; undefined when the heading is not there any more.
 */
export function withRulesOf(generated: string, stored: string): string | undefined {
  const heading = `\n${rulesHeading}\n`;
  const [end, begin] = [generated.indexOf(heading), stored.indexOf(heading)];
  if (end === -1 || begin === -1) return undefined;
  const head = generated.slice(0, end);
  const isNarrow = /^\(call bulkhead_narrow_container /m.test(stored);
  return (
    (isNarrow ? head.replace('\n(call bulkhead_container ', '\n(call bulkhead_narrow_container ') : head) +
    withoutChosenByRemedies(stored.slice(begin))
  );
}

/** Gives the module with more statements at its end. */
export function withRules(source: string, rules: readonly string[], heading: string): string {
  return rules.length === 0 ? source : `${source.trimEnd()}\n\n; ${heading}\n${rules.join('\n')}\n`;
}

/** Says whether a text holds nothing but comments. */
export function isWithoutStatement(source: string): boolean {
  return source.split('\n').every((line) => /^\s*(?:;.*)?$/.test(line));
}

/** A heading, and what stands below it. */
export function section(title: string, words: string): string {
  return `; ---- ${title} ${'-'.repeat(Math.max(3, 70 - title.length))}\n; ${words}`;
}

/** `tcp 80, 8080 (http_port_t)` */
function listed(ports: readonly ServedPort[], protocol: string, type: string): string {
  return (
    `${protocol} ` +
    `${ports.flatMap((port) => (port.protocol === protocol && port.type === type ? [port.port] : [])).join(', ')} ` +
    `(${type})`
  );
}
