// SPDX-License-Identifier: Apache-2.0
/** Every failure that an operation may answer with: its code, the data it carries, and its words. */

import * as z from 'zod';
import { makeOnce } from './make-once.ts';
import { startFailureCauseSchema, startFailureTexts } from './model/containers/start-failure.ts';
import { wordsSchema } from './model/words.ts';
import { joinWords, type Phrase, say, textOf, type Words } from './text.ts';

interface FailureDeclaration<Schema extends z.ZodType> {
  /** Holds the schema, which is made when it is first read. */
  readonly data: Schema;
  /** Begins "cannot ..." and says what to do next where there is something to do. */
  readonly words: (data: z.input<Schema>) => Words;
}

function declare<Schema extends z.ZodType>(
  makeData: () => Schema,
  words: (data: z.input<Schema>) => Words,
): FailureDeclaration<Schema> {
  const data = makeOnce(makeData);
  return {
    get data() {
      return data();
    },
    words,
  };
}

interface Issue {
  readonly field: string;
  readonly problem: string;
}

/** Zod's words for a field that a schema does not have: an older helper says so of what came later. */
const unknownFields = /^Unrecognized keys?: (?<names>"[^"]+"(?:, "[^"]+")*)$/;

function describeIssues({ issues }: { readonly issues: readonly Issue[] }): Phrase {
  const names = issues.map(({ problem }) => unknownFields.exec(problem)?.groups?.['names']?.replaceAll('"', ''));
  if (names.length > 0 && names.every((one) => one !== undefined))
    return say(
      'cannot accept the request: this helper does not know {names}; where it is older than the client, update the ' +
        'helper, or leave that out',
      { names: names.join(', ') },
    );
  return say('cannot accept the request: {problems}', {
    problems: issues.map(({ field, problem }) => (field === '' ? problem : `${field}: ${problem}`)).join('; '),
  });
}

const onContainer = makeOnce(() => z.strictObject({ name: z.string() }));
const onRemedy = makeOnce(() => z.strictObject({ remedy: z.string() }));
const onFile = makeOnce(() => z.strictObject({ name: z.string(), path: z.string() }));
const onContainerBecause = makeOnce(() => z.strictObject({ name: z.string(), reason: wordsSchema() }));

export const failures = {
  'operation-unknown': declare(
    () => z.strictObject({ operation: z.string() }),
    ({ operation }) =>
      say('cannot do {operation}: this helper does not know it; where it is older than the client, update the helper', {
        operation,
      }),
  ),
  'params-invalid': declare(
    () => z.strictObject({ issues: z.array(z.strictObject({ field: z.string(), problem: z.string() })) }),
    describeIssues,
  ),
  'protocol-mismatch': declare(
    () => z.strictObject({ client: z.number(), helper: z.number() }),
    ({ client, helper }) =>
      helper < client
        ? say(
            'cannot talk to this helper: it speaks protocol {helper}, the client speaks {client}; update the helper',
            {
              helper,
              client,
            },
          )
        : say(
            'cannot talk to this helper: it speaks protocol {helper}, the client speaks {client}; update the client',
            {
              helper,
              client,
            },
          ),
  ),
  'not-authorised': declare(
    () => z.strictObject({ action: z.string() }),
    ({ action }) =>
      say('cannot do this: you are not authorised for {action}; ask an administrator to grant it in polkit', {
        action,
      }),
  ),
  'authorisation-dismissed': declare(
    () => z.strictObject({ action: z.string() }),
    ({ action }) => say('cannot do this: the authentication for {action} was dismissed', { action }),
  ),
  'authorisation-unavailable': declare(
    () => z.strictObject({ reason: wordsSchema() }),
    ({ reason }) =>
      say(
        'cannot check your rights: the authorisation service is not available ({reason}); see systemctl status polkit',
        {
          reason,
        },
      ),
  ),
  'too-busy': declare(
    () => z.strictObject({ limit: wordsSchema() }),
    ({ limit }) => say('cannot begin: the limit of {limit} is reached; wait for another to end', { limit }),
  ),
  cancelled: declare(
    () => z.strictObject({}),
    () => say('cannot finish: it was cancelled'),
  ),
  'container-not-found': declare(onContainer, ({ name }) =>
    say('cannot find the container {name}: no such container on this host', { name }),
  ),
  'container-replaced': declare(onContainer, ({ name }) =>
    say(
      'cannot do this to the container {name}: it is another one than when it was asked for; look at it, and try again',
      { name },
    ),
  ),
  'not-recovered': declare(
    () => z.strictObject({ reason: wordsSchema() }),
    ({ reason }) => say('cannot do this: {reason}', { reason }),
  ),
  'container-exists': declare(onContainer, ({ name }) =>
    say('cannot create the container {name}: the name is taken; choose another', { name }),
  ),
  'container-busy': declare(onContainerBecause, ({ name, reason }) =>
    say('cannot change the container {name}: {reason}; wait until that has ended', { name, reason }),
  ),
  'container-running': declare(onContainer, ({ name }) =>
    say('cannot do this to the container {name} while it runs; stop it first', { name }),
  ),
  'container-not-running': declare(onContainer, ({ name }) =>
    say('cannot do this to the container {name}: it is not running; start it first', { name }),
  ),
  'container-not-managed': declare(onContainer, ({ name }) =>
    say('cannot change the container {name}: Bulkhead does not manage it; use lxc-* on the host', { name }),
  ),
  'container-of-incus': declare(onContainer, ({ name }) =>
    say('cannot do this to the container {name}: it is an instance of Incus; use incus on its host', { name }),
  ),
  'engine-cannot': declare(onContainerBecause, ({ name, reason }) =>
    say('cannot do this to the container {name}: {reason}', { name, reason }),
  ),
  'incus-unavailable': declare(
    () => z.strictObject({ reason: wordsSchema() }),
    ({ reason }) => say('cannot reach Incus: {reason}; see systemctl status incus', { reason }),
  ),
  'member-not-ready': declare(
    () => z.strictObject({ member: z.string(), reason: wordsSchema() }),
    ({ member, reason }) => say('cannot use the member {member} of the cluster: {reason}', { member, reason }),
  ),
  'container-not-adoptable': declare(onContainerBecause, ({ name, reason }) =>
    say('cannot adopt the container {name}: {reason}', { name, reason }),
  ),
  'original-not-found': declare(onContainer, ({ name }) =>
    say(
      'cannot find the original of the container {name}: it was not adopted, or its original was removed; ' +
        'see bulkheadctl ls',
      { name },
    ),
  ),
  'container-failed': declare(onContainerBecause, ({ name, reason }) =>
    say('cannot do this to the container {name}: {reason}', { name, reason }),
  ),
  'context-mismatch': declare(
    () => z.strictObject({ name: z.string(), expected: wordsSchema(), actual: wordsSchema() }),
    ({ name, expected, actual }) =>
      say(
        'cannot run in the container {name}: its process has the context {actual} instead of {expected}, so ' +
          'it was killed',
        { name, actual, expected },
      ),
  ),
  'container-not-started': declare(
    () =>
      z.strictObject({
        name: z.string(),
        cause: startFailureCauseSchema(),
        /**
         * What LXC says, from its first error on; of an init that ended, what it wrote to the console. Each line is made
         * visible, and none is long.
         */
        log: z.array(z.string()),
      }),
    ({ name, cause, log }) => {
      const { reason, next } = startFailureTexts[cause];
      if (log.length === 0)
        return cause === 'ended'
          ? say('cannot start the container {name}: {reason}; {next}; its console says nothing', { name, reason, next })
          : say('cannot start the container {name}: {reason}; {next}; LXC says: nothing', { name, reason, next });
      const values = { name, reason, next, log: log.join('; ') };
      return cause === 'ended'
        ? say('cannot start the container {name}: {reason}; {next}; its console says: {log}', values)
        : say('cannot start the container {name}: {reason}; {next}; LXC says: {log}', values);
    },
  ),
  'log-unavailable': declare(onContainerBecause, ({ name, reason }) =>
    say('cannot read this log of the container {name}: {reason}', { name, reason }),
  ),
  'console-not-found': declare(onContainer, ({ name }) =>
    say(
      'cannot continue this terminal in the container {name}: its session has ended, or its helper was ' +
        'restarted; open a new one',
      { name },
    ),
  ),
  'console-busy': declare(onContainer, ({ name }) =>
    say(
      'cannot open the boot console of the container {name}: another terminal has it, or lost its connection less than ' +
        'two minutes ago; close that one first',
      { name },
    ),
  ),
  'console-not-isolated': declare(
    () => z.strictObject({ name: z.string(), expected: z.string(), actual: z.string() }),
    ({ name, expected, actual }) =>
      say(
        'cannot open the boot console of the container {name}: its init has the context {actual} instead of {expected}; ' +
          'the audit of isolation says what to do',
        { name, expected, actual },
      ),
  ),
  'image-not-found': declare(
    () => z.strictObject({ image: z.string() }),
    ({ image }) => say("cannot find the image {image}: it is not in this host's image store", { image }),
  ),
  'image-exists': declare(
    () => z.strictObject({ image: z.string() }),
    ({ image }) =>
      say('cannot make the image {image}: there is one of that name; choose another, or remove that one', { image }),
  ),
  'image-busy': declare(
    () => z.strictObject({ image: z.string() }),
    ({ image }) =>
      say('cannot change the image {image}: it is being made or removed; wait until that has ended', { image }),
  ),
  'image-in-use': declare(
    () => z.strictObject({ image: z.string(), containers: z.array(z.string()) }),
    ({ image, containers }) =>
      say('cannot remove the image {image}: it is the lower layer of {containers}; remove these containers first', {
        image,
        containers: containers.join(', '),
      }),
  ),
  'archive-unusable': declare(
    () => z.strictObject({ reason: wordsSchema() }),
    ({ reason }) => say('cannot unpack the archive: {reason}', { reason }),
  ),
  'client-silent': declare(
    () => z.strictObject({ seconds: z.number() }),
    ({ seconds }) => say('cannot finish: nothing was sent for {seconds} seconds', { seconds }),
  ),
  'network-unavailable': declare(
    () => z.strictObject({ reason: wordsSchema() }),
    ({ reason }) => say('cannot set up the network: {reason}', { reason }),
  ),
  'address-not-allowed': declare(
    () => z.strictObject({ name: z.string(), reason: wordsSchema() }),
    ({ name, reason }) => say('cannot give {name} its address and DNS servers: {reason}', { name, reason }),
  ),
  'egress-not-allowed': declare(
    () => z.strictObject({ name: z.string(), reason: wordsSchema() }),
    ({ name, reason }) => say('cannot bound what {name} reaches: {reason}', { name, reason }),
  ),
  'network-not-allowed': declare(
    () => z.strictObject({ name: z.string(), reason: wordsSchema() }),
    ({ name, reason }) => say('cannot set up the network {name}: {reason}', { name, reason }),
  ),
  'network-not-possible': declare(
    () => z.strictObject({ name: z.string(), reason: wordsSchema() }),
    ({ name, reason }) => say('cannot put {name} on another network: {reason}', { name, reason }),
  ),
  'network-not-found': declare(
    () => z.strictObject({ name: z.string() }),
    ({ name }) =>
      say(
        'cannot find the network {name}: Bulkhead has set up none of that name; list them with bulkheadctl network ls',
        {
          name,
        },
      ),
  ),
  'network-in-use': declare(
    () => z.strictObject({ name: z.string(), containers: z.string() }),
    ({ name, containers }) =>
      say('cannot remove the network {name}: {containers} use it; remove them first', { name, containers }),
  ),
  'roles-changed': declare(
    () => z.strictObject({}),
    () => say('cannot save the roles: somebody changed them meanwhile; look at them, and save again'),
  ),
  'roles-lock-out': declare(
    () => z.strictObject({}),
    () =>
      say(
        'cannot save the roles: root alone would be left to administer this host; give somebody else the role ' +
          'administer for all containers',
      ),
  ),
  'account-not-found': declare(
    () => z.strictObject({ kind: z.enum(['user', 'group']), name: z.string() }),
    ({ kind, name }) =>
      kind === 'user'
        ? say('cannot find the user {name} on this host; name one of a directory service by the number', { name })
        : say('cannot find the group {name} in /etc/group of this host', { name }),
  ),
  'preset-not-found': declare(
    () => z.strictObject({ name: z.string() }),
    ({ name }) => say('cannot find the preset {name}; list them with bulkheadctl preset ls', { name }),
  ),
  'too-many-presets': declare(
    () => z.strictObject({ max: z.number().int() }),
    ({ max }) => say('cannot save the preset: a host has at most {max}; remove one first', { max }),
  ),
  'port-not-allowed': declare(
    () => z.strictObject({ port: z.string(), reason: wordsSchema() }),
    ({ port, reason }) => say('cannot publish {port}: {reason}', { port, reason }),
  ),
  'port-not-published': declare(
    () => z.strictObject({ name: z.string(), port: z.string() }),
    ({ name, port }) =>
      say(
        'cannot unpublish {port}: the container {name} does not publish it; list its ports with ' +
          'bulkheadctl port ls {name}',
        { port, name },
      ),
  ),
  'link-not-allowed': declare(
    () => z.strictObject({ name: z.string(), other: z.string(), reason: wordsSchema() }),
    ({ name, other, reason }) =>
      say('cannot link the containers {name} and {other}: {reason}', { name, other, reason }),
  ),
  'link-not-found': declare(
    () => z.strictObject({ name: z.string(), other: z.string() }),
    ({ name, other }) =>
      say('cannot unlink {name} and {other}: they are not linked; see bulkheadctl network ls', { name, other }),
  ),
  'selinux-unavailable': declare(
    () => z.strictObject({ reason: wordsSchema() }),
    ({ reason }) => say('cannot confine by SELinux: {reason}', { reason }),
  ),
  'policy-unavailable': declare(
    () => z.strictObject({ reason: wordsSchema() }),
    ({ reason }) => say('cannot ask the loaded policy: {reason}', { reason }),
  ),
  'policy-worker-unavailable': declare(
    () => z.strictObject({ reason: wordsSchema() }),
    ({ reason }) =>
      say('cannot reach the policy worker: {reason}; see journalctl -u bulkhead-policy, or run bulkheadctl doctor', {
        reason,
      }),
  ),
  'policy-rejected': declare(
    () =>
      z.strictObject({
        problems: z.array(z.strictObject({ line: z.number().int().nullable(), problem: wordsSchema() })),
      }),
    ({ problems }) =>
      say('cannot install the policy module: {problems}', {
        problems: joinWords(
          problems.map(({ line, problem }) =>
            line === null ? problem : say('line {line}: {problem}', { line, problem }),
          ),
          '; ',
        ),
      }),
  ),
  'module-not-found': declare(
    () => z.strictObject({ name: z.string(), version: z.number().int().nullable() }),
    ({ name, version }) =>
      version === null
        ? say(
            'cannot find a policy module of the container {name}: it is in the shared domain; give it its own domain first',
            {
              name,
            },
          )
        : say('cannot find version {version} of the policy module of {name}: list its versions', { version, name }),
  ),
  'context-unknown': declare(
    () => z.strictObject({ name: wordsSchema(), reason: wordsSchema() }),
    ({ name, reason }) => say('cannot tell what {name} may do: {reason}', { name, reason }),
  ),
  'denial-not-found': declare(
    () => z.strictObject({ group: z.string() }),
    ({ group }) =>
      say('cannot find the group of denials {group}: it may be older than what the helper keeps; list them again', {
        group,
      }),
  ),
  'remedy-not-proposed': declare(onRemedy, ({ remedy }) =>
    say('cannot apply the remedy {remedy}: it is not, or no longer, proposed for these denials; explain them again', {
      remedy,
    }),
  ),
  'remedy-changed': declare(onRemedy, ({ remedy }) =>
    say(
      'cannot apply the remedy {remedy}: what it would change is not what you saw; explain the denials ' +
        'again and look at it again',
      { remedy },
    ),
  ),
  'remedy-not-applicable': declare(
    () => onRemedy().extend({ reason: wordsSchema() }),
    ({ remedy, reason }) => say('cannot apply the remedy {remedy}: {reason}', { remedy, reason }),
  ),
  'change-not-found': declare(
    () => z.strictObject({ id: z.number() }),
    ({ id }) =>
      say(
        'cannot undo entry {id} of the activity log: it changed nothing of policy or labels; see bulkheadctl activity',
        {
          id,
        },
      ),
  ),
  'change-not-undoable': declare(
    () => z.strictObject({ id: z.number(), reason: wordsSchema() }),
    ({ id, reason }) => say('cannot undo entry {id} of the activity log: {reason}', { id, reason }),
  ),
  'change-failed': declare(
    () => z.strictObject({ summary: wordsSchema(), reason: wordsSchema() }),
    ({ summary, reason }) => say('cannot finish this change ({summary}): {reason}', { summary, reason }),
  ),
  'volume-not-allowed': declare(
    () => z.strictObject({ path: z.string(), reason: wordsSchema() }),
    ({ path, reason }) => say('cannot use {path} for a volume: {reason}', { path, reason }),
  ),
  'volume-not-found': declare(
    () => z.strictObject({ name: z.string(), target: z.string() }),
    ({ name, target }) =>
      say(
        'cannot find a volume at {target} of the container {name}: list its volumes with bulkheadctl volume ls {name}',
        {
          target,
          name,
        },
      ),
  ),
  'snapshot-exists': declare(
    () => z.strictObject({ name: z.string(), snapshot: z.string() }),
    ({ name, snapshot }) =>
      say('cannot take the snapshot {snapshot} of the container {name}: it has one of that name; choose another', {
        snapshot,
        name,
      }),
  ),
  'snapshot-not-found': declare(
    () => z.strictObject({ name: z.string(), snapshot: z.string() }),
    ({ name, snapshot }) =>
      say(
        'cannot find the snapshot {snapshot} of the container {name}: list them with bulkheadctl snapshot ls {name}',
        {
          snapshot,
          name,
        },
      ),
  ),
  'snapshots-full': declare(
    () => z.strictObject({ name: z.string(), max: z.number() }),
    ({ name, max }) =>
      say(
        'cannot take a snapshot of the container {name}: it has {max}, and no more are kept; remove one that ' +
          'is not needed',
        { name, max },
      ),
  ),
  'repository-not-found': declare(
    () => z.strictObject({ repository: z.string() }),
    ({ repository }) =>
      say('cannot find the repository {repository}: list them with bulkheadctl backup repositories', { repository }),
  ),
  'repository-exists': declare(
    () => z.strictObject({ repository: z.string() }),
    ({ repository }) =>
      say('cannot add the repository {repository}: there is one of that name; choose another', { repository }),
  ),
  'repositories-full': declare(
    () => z.strictObject({ max: z.number() }),
    ({ max }) => say('cannot add the repository: a host has {max} at most; remove one that is not needed', { max }),
  ),
  'backup-not-found': declare(
    () => z.strictObject({ repository: z.string(), backup: z.string() }),
    ({ repository, backup }) =>
      say('cannot find the backup {backup} in the repository {repository}: list them again', { backup, repository }),
  ),
  'backup-job-not-found': declare(
    () => z.strictObject({ job: z.string() }),
    ({ job }) => say('cannot find the job {job}: list them with bulkheadctl backup jobs', { job }),
  ),
  'backup-job-running': declare(
    () => z.strictObject({ job: z.string() }),
    ({ job }) => say('cannot run the job {job}: it is running already; wait until it has ended', { job }),
  ),
  'backup-jobs-full': declare(
    () => z.strictObject({ max: z.number() }),
    ({ max }) => say('cannot add the job: a host has {max} at most; remove one that is not needed', { max }),
  ),
  'repository-unusable': declare(
    () => z.strictObject({ repository: z.string(), reason: wordsSchema() }),
    ({ repository, reason }) => say('cannot use the repository {repository}: {reason}', { repository, reason }),
  ),
  'file-not-found': declare(onFile, ({ name, path }) =>
    say('cannot find {path} in the container {name}: there is no such file; list the folder again', { path, name }),
  ),
  'file-exists': declare(onFile, ({ name, path }) =>
    say('cannot make {path} in the container {name}: there is one of that name; choose another, or replace it', {
      path,
      name,
    }),
  ),
  'file-changed': declare(onFile, ({ name, path }) =>
    say(
      'cannot replace {path} in the container {name}: it was changed meanwhile; read it again, or replace it anyway',
      {
        path,
        name,
      },
    ),
  ),
  'file-not-usable': declare(
    () => onFile().extend({ reason: wordsSchema() }),
    ({ name, path, reason }) => say('cannot use {path} of the container {name}: {reason}', { path, name, reason }),
  ),
  'lxc-unavailable': declare(
    () => z.strictObject({ reason: wordsSchema() }),
    ({ reason }) => say('cannot use LXC: {reason}; install the package lxc on the host', { reason }),
  ),
  'limit-not-possible': declare(
    () => z.strictObject({ name: z.string(), limit: wordsSchema(), reason: wordsSchema() }),
    ({ name, limit, reason }) => say('cannot set {limit} of the container {name}: {reason}', { limit, name, reason }),
  ),
  'too-many-tags': declare(
    () => z.strictObject({ name: z.string(), max: z.number().int() }),
    ({ name, max }) =>
      say('cannot give the container {name} more than {max} tags; take some from it first', { name, max }),
  ),
  'too-many-variables': declare(
    () => z.strictObject({ name: z.string(), max: z.number().int() }),
    ({ name, max }) =>
      say('cannot give the container {name} more than {max} variables; take some from its environment first', {
        name,
        max,
      }),
  ),
  'disk-full': declare(
    () => z.strictObject({ path: z.string() }),
    ({ path }) => say('cannot write below {path}: the disk is full; free some space and try again', { path }),
  ),
  'check-not-fixed': declare(
    () => z.strictObject({ check: z.string(), reason: wordsSchema() }),
    ({ check, reason }) => say('cannot fix the check {check}: {reason}', { check, reason }),
  ),
  'switch-denied': declare(
    () => z.strictObject({ reasons: z.array(wordsSchema()) }),
    ({ reasons }) => say('cannot go on with the switch to SELinux: {reasons}', { reasons: joinWords(reasons, ' ') }),
  ),
  'switch-failed': declare(
    () => z.strictObject({ what: wordsSchema(), reason: wordsSchema() }),
    ({ what, reason }) =>
      say('cannot {what}: {reason}; correct that and run the step again, which goes on where it ended', {
        what,
        reason,
      }),
  ),
  'drill-running': declare(
    () => z.strictObject({}),
    () => say('cannot run the drill: one is running on this host; wait until it has ended'),
  ),
  'drill-probe-unknown': declare(
    () => z.strictObject({ probe: z.string(), known: z.array(z.string()) }),
    ({ probe, known }) =>
      say('cannot try the probe {probe}: there is none of this name; choose from {known}', {
        probe,
        known: known.join(', '),
      }),
  ),
  'drill-report-not-found': declare(
    () => z.strictObject({ id: z.string() }),
    ({ id }) => say('cannot find the report {id}: this host keeps the latest only; list them again', { id }),
  ),
  'alert-rule-not-found': declare(
    () => z.strictObject({ rule: z.number() }),
    ({ rule }) =>
      say('cannot find the alert rule {rule}: it may have been removed; see bulkheadctl alert rules', { rule }),
  ),
  'alert-rules-full': declare(
    () => z.strictObject({ max: z.number() }),
    ({ max }) =>
      say('cannot add the alert rule: a host has {max} rules at most; remove one that is not needed', { max }),
  ),
  'alert-not-found': declare(
    () => z.strictObject({ alert: z.number() }),
    ({ alert }) =>
      say('cannot acknowledge the alert {alert}: it has ended already, or there is none; see bulkheadctl alert ls', {
        alert,
      }),
  ),
  'alert-target-not-found': declare(
    () => z.strictObject({ target: z.number() }),
    ({ target }) =>
      say('cannot find the target {target} of alerts: it may have been removed; see bulkheadctl alert target ls', {
        target,
      }),
  ),
  'alert-targets-full': declare(
    () => z.strictObject({ max: z.number() }),
    ({ max }) =>
      say('cannot add the target: a host has {max} targets of alerts at most; remove one that is not needed', { max }),
  ),
  'alert-target-incomplete': declare(
    () => z.strictObject({}),
    () => say('cannot save the target: a webhook needs its address; give it'),
  ),
  'alert-not-sent': declare(
    () => z.strictObject({ name: z.string(), reason: wordsSchema() }),
    ({ name, reason }) => say('cannot send alerts to {name}: {reason}', { name, reason }),
  ),
  'benchmark-running': declare(
    () => z.strictObject({}),
    () =>
      say(
        'cannot measure: another measurement is running on this host, and would be measured too; wait until ' +
          'it has ended',
      ),
  ),
  'benchmark-tool-missing': declare(
    () => z.strictObject({}),
    () => say('cannot measure: stress-ng is not installed on this host; install the package stress-ng'),
  ),
  internal: declare(
    () => z.strictObject({ reference: z.string() }),
    ({ reference }) =>
      say('cannot finish because of a fault in the helper; its log has the details under {reference}', { reference }),
  ),
} as const;

export type FailureCode = keyof typeof failures;
export type FailureData<Code extends FailureCode> = z.input<(typeof failures)[Code]['data']>;

/** The failures of every operation on a container that Bulkhead manages, and whose engine can do this. */
export const managedFailures = [
  'container-not-found',
  'container-not-managed',
  'container-of-incus',
  'engine-cannot',
] as const;

/** The failures of every operation that asks the policy worker, or reads the policy that it changes. */
export const policyFailures = ['policy-unavailable', 'policy-worker-unavailable'] as const;

/** Codes that the dispatcher itself may answer with, for any operation. */
export const dispatchFailures = [
  'operation-unknown',
  'params-invalid',
  'protocol-mismatch',
  'not-authorised',
  'authorisation-dismissed',
  'authorisation-unavailable',
  'too-busy',
  'container-replaced',
  'not-recovered',
  'cancelled',
  'internal',
] as const satisfies readonly FailureCode[];

export type DispatchFailureCode = (typeof dispatchFailures)[number];

/** A declared failure; crosses the process boundary as its code and data and is rebuilt on the other side. */
export class Failure<Code extends FailureCode = FailureCode> extends Error {
  readonly code: Code;
  readonly data: FailureData<Code>;
  /**
   * Holds the words that are passed on to a client. `message` is the same as text, for a process that shows it itself.
   */
  readonly words: Words;

  constructor(code: Code, data: FailureData<Code>) {
    const words = wordsOf(code, data);
    super(textOf(words));
    this.words = words;
    this.name = 'Failure';
    this.code = code;
    this.data = data;
  }
}

/** Raises a declared failure. */
export function fail<Code extends FailureCode>(code: Code, data: FailureData<Code>): never {
  throw new Failure(code, data);
}

/** True for a declared failure, of the given code when one is given. */
export function isFailure<Code extends FailureCode = FailureCode>(error: unknown, code?: Code): error is Failure<Code> {
  return error instanceof Failure && (code === undefined || error.code === code);
}

/** Rebuilds a failure that came over the wire; undefined when it is not one that this version declares. */
export function failureFromWire(value: unknown): Failure | undefined {
  const envelope = envelopeSchema().safeParse(value);
  if (!envelope.success || !isFailureCode(envelope.data.code)) return undefined;
  return rebuild(envelope.data.code, envelope.data.data);
}

const envelopeSchema = makeOnce(() => z.object({ code: z.string(), data: z.unknown() }));

/** Holds the same literal as `failures`, with the data of each failure bound to its code. */
const declarations: { readonly [Code in FailureCode]: FailureDeclaration<z.ZodType<unknown, FailureData<Code>>> } =
  failures;

function isFailureCode(text: string): text is FailureCode {
  return Object.hasOwn(failures, text);
}

function rebuild<Code extends FailureCode>(code: Code, raw: unknown): Failure<Code> | undefined {
  const data = declarations[code].data.safeParse(raw);
  return data.success ? new Failure(code, data.data as FailureData<Code>) : undefined;
}

function wordsOf<Code extends FailureCode>(code: Code, data: FailureData<Code>): Words {
  return declarations[code].words(data);
}
