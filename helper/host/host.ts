/**
 * What operations need of the machine, and nothing else. The real host and the fakes of the tests both implement it.
 * Its functions trust their arguments: they come from a parsed request of a caller that polkit has admitted.
 */

import type { DenialCase } from '../../contract/model/denial.ts';
import type { Change, ChangeProgress } from '../../contract/model/change.ts';
import type { Container } from '../../contract/model/container.ts';
import type { CostReport } from '../../contract/model/cost.ts';
import type { DrillReportSummary, DrillSchedule, SignedDrillReport } from '../../contract/model/drill.ts';
import type { Explanation } from '../../contract/model/explanation.ts';
import type { HostInfo } from '../../contract/model/host.ts';
import type { Limits } from '../../contract/model/limits.ts';
import type { Image } from '../../contract/model/image.ts';
import type { PolicyAnswer, PolicyNames, PolicyQuestion } from '../../contract/model/policy-question.ts';
import type { Input, Item, Params, Result } from '../../contract/operations/index.ts';

export interface Host {
  info(signal: AbortSignal): Promise<HostInfo>;
  images(signal: AbortSignal): Promise<readonly Image[]>;
  readonly containers: Containers;
  readonly samples: Samples;
  readonly policies: Policies;
  readonly denials: Denials;
  readonly hiddenDenials: HiddenDenials;
  readonly changes: Changes;
  readonly labels: Labels;
  readonly consoles: Consoles;
  readonly activity: ActivityFeed;
  readonly walls: Walls;
  readonly volumes: Volumes;
  readonly questions: PolicyQuestions;
  readonly drill: Drill;
  readonly costs: Costs;
}

/** Every function that names a container may fail with what the contract declares for its operation. */
export interface Containers {
  list(signal: AbortSignal): Promise<readonly Container[]>;
  /** Gives it another confinement, from its next start if it runs. */
  confine(
    request: Params<'container.confine'>,
    signal: AbortSignal,
  ): AsyncGenerator<Item<'container.confine'>, Result<'container.confine'>, undefined>;
  /** A snapshot, then changes by whatever tool, until the signal aborts. */
  watch(signal: AbortSignal): AsyncGenerator<Item<'container.watch'>, void, undefined>;
  /**
   * Tells each step as it begins; aborting undoes what was done. Which folders it may be given depends on who gives
   * them.
   */
  create(
    request: Params<'container.create'>,
    by: Giver,
    signal: AbortSignal,
  ): AsyncGenerator<Item<'container.create'>, Container, undefined>;
  start(name: string, signal: AbortSignal): Promise<Container>;
  stop(name: string, options: { readonly force: boolean }, signal: AbortSignal): Promise<Container>;
  restart(name: string, signal: AbortSignal): Promise<Container>;
  freeze(name: string, signal: AbortSignal): Promise<Container>;
  unfreeze(name: string, signal: AbortSignal): Promise<Container>;
  /** `before`: the limits that it had. */
  configure(
    name: string,
    limits: Params<'container.configure'>['limits'],
    signal: AbortSignal,
  ): Promise<Result<'container.configure'> & { readonly before: Limits }>;
  remove(name: string, options: { readonly force: boolean }, signal: AbortSignal): Promise<void>;
  /**
   * Where a console of this container has to end up. Fails when there is no such container, it does not run, or it is
   * not ours.
   */
  attachTarget(name: string, signal: AbortSignal): Promise<AttachTarget>;
}

/** What a process that was attached to a container is compared with. */
export interface AttachTarget {
  readonly name: string;
  /** The container's init, by its process id on the host. */
  readonly initPid: number;
  /** The whole context that the container's processes must have. */
  readonly context: string;
}

/** The policy modules of containers. Each function fails with what the contract declares for its operation. */
export interface Policies {
  list(signal: AbortSignal): Promise<Result<'policy.list'>['modules']>;
  show(request: Params<'policy.show'>, signal: AbortSignal): Promise<Result<'policy.show'>>;
  preview(
    request: Params<'policy.preview'>,
    signal: AbortSignal,
  ): AsyncGenerator<Item<'policy.preview'>, Result<'policy.preview'>, undefined>;
  install(
    request: Params<'policy.install'>,
    signal: AbortSignal,
  ): AsyncGenerator<Item<'policy.install'>, Result<'policy.install'>, undefined>;
  revert(
    request: Params<'policy.revert'>,
    signal: AbortSignal,
  ): AsyncGenerator<Item<'policy.revert'>, Result<'policy.revert'>, undefined>;
  learned(name: string, signal: AbortSignal): Promise<Result<'policy.learned'>['rules']>;
  adopt(
    request: Params<'policy.adopt'>,
    signal: AbortSignal,
  ): AsyncGenerator<Item<'policy.adopt'>, Result<'policy.adopt'>, undefined>;
}

export interface Samples {
  /** The history that is there, then one sample each interval, until the signal aborts. */
  watch(options: Params<'sample.watch'>, signal: AbortSignal): AsyncGenerator<Item<'sample.watch'>, void, undefined>;
}

export interface Denials {
  query(options: Params<'denial.query'>, signal: AbortSignal): Promise<Result<'denial.query'>>;
  explain(one: DenialCase, signal: AbortSignal): Promise<Explanation>;
  timeline(options: Params<'denial.timeline'>): Result<'denial.timeline'>;
  watch(options: Params<'denial.watch'>, signal: AbortSignal): AsyncGenerator<Item<'denial.watch'>, void, undefined>;
}

/** Who makes a change, and under which entry of the activity log. */
export interface Maker {
  readonly activity: number;
  readonly uid: number;
  readonly user: string;
}

/** Changes of policy and labels, one at a time, and of limits. */
export interface Changes {
  /**
   * At once, whatever else is changed. Without a maker, since the log has no room for the call, it cannot be undone.
   */
  configure(
    request: Params<'container.configure'>,
    maker: Maker | undefined,
    signal: AbortSignal,
  ): Promise<Result<'container.configure'>>;
  apply(
    request: Params<'remedy.apply'>,
    maker: Maker,
    signal: AbortSignal,
  ): AsyncGenerator<ChangeProgress, Change, undefined>;
  undo(id: number, maker: Maker, signal: AbortSignal): AsyncGenerator<ChangeProgress, Change, undefined>;
  /** Those that are in force. */
  list(): readonly Change[];
}

/** What the policy refuses in silence, and the switch that lets it be logged for a while. */
export interface HiddenDenials {
  /**
   * Resolves to the time at which it ends, once they are logged. Fails with `selinux-unavailable` or
   * `policy-unavailable`.
   */
  reveal(seconds: number, signal: AbortSignal): Promise<number>;
  conceal(): Promise<void>;
  /** Until when they are logged (null: they are not), then each change, until the signal aborts. */
  watch(signal: AbortSignal): AsyncGenerator<number | null, void, undefined>;
}

/** Labels of a container's folders on the host; of Bulkhead's own when no name is given. */
export interface Labels {
  verify(
    name: string | undefined,
    signal: AbortSignal,
  ): AsyncGenerator<Item<'label.verify'>, Result<'label.verify'>, undefined>;
  /** Aborting ends it after the file that it is at. */
  restore(
    name: string | undefined,
    signal: AbortSignal,
  ): AsyncGenerator<Item<'label.restore'>, Result<'label.restore'>, undefined>;
}

export interface ConsoleRequest {
  readonly target: AttachTarget;
  /** Argument array; a login shell when undefined. */
  readonly command: readonly string[] | undefined;
  readonly columns: number;
  readonly rows: number;
  /** Whose console it is; the number of consoles is limited for each uid. */
  readonly uid: number;
  readonly input: AsyncIterable<Input<'console.open'>>;
}

export interface Consoles {
  /** Gives nothing of the output, and takes no input, before the context of the attached process was verified. */
  open(
    request: ConsoleRequest,
    signal: AbortSignal,
  ): AsyncGenerator<Item<'console.open'>, Result<'console.open'>, undefined>;
}

export interface PolicyQuestions {
  /** Each fails with what the contract declares for its operation. */
  ask(question: PolicyQuestion, signal: AbortSignal): Promise<PolicyAnswer>;
  names(signal: AbortSignal): Promise<PolicyNames>;
}

export interface Walls {
  /** Looks at everything once; aborting ends it with nothing to undo. */
  audit(
    options: Params<'wall.audit'>,
    signal: AbortSignal,
  ): AsyncGenerator<Item<'wall.audit'>, Result<'wall.audit'>, undefined>;
  /** Each fails with what the contract declares for its operation. */
  separate(name: string, signal: AbortSignal): Promise<Container>;
  remount(name: string, signal: AbortSignal): Promise<Container>;
  stop(name: string, signal: AbortSignal): Promise<Container>;
}

/** Who gives a folder away: the user whom polkit has let do it, by what the kernel said of the connection. */
export interface Giver {
  readonly uid: number;
}

/**
 * Folders of the host that containers are given. Each function fails with what the contract declares for its operation.
 */
export interface Volumes {
  /** Why a folder may not be given to a new container; null when nothing speaks against it. Changes nothing. */
  check(request: Params<'volume.check'>, by: Giver): Promise<string | null>;
  /** Aborting gives the files their old labels back. Which folders may be given depends on who gives them. */
  attach(
    request: Params<'volume.attach'>,
    by: Giver,
    signal: AbortSignal,
  ): AsyncGenerator<Item<'volume.attach'>, Result<'volume.attach'>, undefined>;
  /** Once begun it is finished. */
  detach(
    request: Params<'volume.detach'>,
    signal: AbortSignal,
  ): AsyncGenerator<Item<'volume.detach'>, Result<'volume.detach'>, undefined>;
}

export interface Costs {
  /** One at a time. Tells each rate as it is measured; aborting takes away all that it made. */
  measure(
    request: Params<'cost.measure'>,
    signal: AbortSignal,
  ): AsyncGenerator<Item<'cost.measure'>, CostReport, undefined>;
  /** Undefined before the first. */
  latest(): CostReport | undefined;
}

export interface Drill {
  /**
   * One at a time, of these probes or of all. Tells how far it is, then the result of each probe; aborting takes away
   * all that it made.
   */
  run(
    wanted: readonly string[] | undefined,
    signal: AbortSignal,
  ): AsyncGenerator<Item<'drill.run'>, SignedDrillReport, undefined>;
  /** Tries the walls of this container while it is in use, changing nothing of it. One at a time, with the others. */
  container(name: string, signal: AbortSignal): AsyncGenerator<Item<'drill.container'>, SignedDrillReport, undefined>;
  /** Newest first. */
  reports(): readonly DrillReportSummary[];
  report(id: string): SignedDrillReport;
  readonly schedule: NightlyDrill;
}

/** The drill that runs every night, if one does. */
export interface NightlyDrill {
  read(): DrillSchedule | undefined;
  /** On the disk when it returns. */
  set(at: string, by: Pick<DrillSchedule, 'uid' | 'user'>): DrillSchedule;
  clear(): void;
}

export interface ActivityFeed {
  /** The latest entries, newest last, then each entry that begins or ends, until the signal aborts. */
  watch(
    options: { readonly latest: number },
    signal: AbortSignal,
  ): AsyncGenerator<Item<'activity.watch'>, void, undefined>;
}
