// SPDX-License-Identifier: Apache-2.0
/**
 * Says whether containers are isolated from one another and from the host, and does what the helper does where they are
 * not.
 */

import { join } from 'node:path';
import type { IntentJournal } from '../../journal/intent-journal.ts';
import type { HostPlaces } from '../../lxc/places.ts';
import type { DecideByKernel } from '../../selinux/ask-kernel.ts';
import type { ReadForeignModules } from '../../selinux/policy/foreign-modules.ts';
import type { ReadLostTypes } from '../../selinux/policy/lost-types.ts';
import type { ReadShippedModules } from '../../selinux/policy/shipped-modules.ts';
import type { HandlersOf, OperationsOf, RecoveryStep } from '../../server/feature.ts';
import type { Log } from '../../system/log.ts';
import { messageOf } from '../../system/message-of.ts';
import { runtimeFolder } from '../../system/runtime-folder.ts';
import type { Containers } from '../containers/ports/containers.ts';
import type { DenialLog } from '../host/ports.ts';
import type { VolumeFindings } from '../volumes/ports.ts';
import { auditIsolation } from './audit-isolation.ts';
import { judgedModules } from './base-modules.ts';
import { createIsolationFixes } from './fix-isolation.ts';
import { createLatestAudit } from './latest-audit.ts';
import type { VerdictsOfHost } from './verdicts-of-host.ts';

export interface IsolationFeature {
  readonly handlers: HandlersOf<OperationsOf<'isolation'>>;
  readonly recovery: {
    readonly isolation: RecoveryStep;
    /** Begins the audits on which verdicts rest. */
    readonly 'isolation-audits': RecoveryStep;
  };
  close(): void;
}

export interface IsolationFeatureOptions {
  readonly places: HostPlaces;
  readonly intents: IntentJournal;
  readonly containers: Containers;
  readonly denialLog: () => Promise<DenialLog>;
  readonly volumes: VolumeFindings;
  readonly shippedModules: ReadShippedModules;
  readonly foreignModules: ReadForeignModules;
  readonly lostTypes: ReadLostTypes;
  readonly decide: DecideByKernel;
  /** Keeps audits, and says what goes by them. */
  readonly verdicts: VerdictsOfHost;
  readonly log: Log;
  readonly onTrouble: (container: string, error: unknown) => void;
}

const socket = join(runtimeFolder, 'helper.sock');

export function createIsolationFeature({
  onTrouble,
  shippedModules,
  log,
  verdicts: { audits, verdicts },
  ...options
}: IsolationFeatureOptions): IsolationFeature {
  const { containers } = options;
  const audited = {
    ...options,
    socket,
    baseModules: async (signal: AbortSignal) => judgedModules(await shippedModules(signal)),
    containers: (signal: AbortSignal) => containers.list(signal),
    linesOf: containers.linesOf,
    now: () => Date.now() / 1000,
  };
  const fixes = createIsolationFixes(options);
  const closing = new AbortController();
  const latest = createLatestAudit({
    book: audits,
    audit: (params, signal) => auditIsolation(audited, params, signal),
    containers: audited.containers,
    listed: verdicts.listed,
    onFailed: (error) => log('warning', 'isolation-not-audited', { reason: messageOf(error) }),
    uptimeMs: () => performance.now(),
  });
  return {
    handlers: {
      'isolation.audit': (params, { signal }) => latest.run(params, signal),
      'isolation.reassign-categories': ({ name }) => fixes.reassignCategories(name),
      'isolation.remount-root': ({ name }) => fixes.remountRoot(name),
      'isolation.kill': ({ name }) => fixes.kill(name),
    },
    recovery: {
      isolation: () => fixes.recover(onTrouble),
      'isolation-audits': async () => latest.keepFresh(closing.signal),
    },
    close: () => closing.abort(new Error('the helper ends')),
  };
}
