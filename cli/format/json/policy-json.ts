// SPDX-License-Identifier: Apache-2.0
/** Policy modules as the command line's JSON has them: fields are added, never renamed. */

import { countJson } from '../count-text.ts';
import { replayJson } from '../replay-text.ts';
import type { Opening } from '../../../contract/model/denials/explanation.ts';
import type {
  Access,
  AccessUsage,
  LearnedRule,
  ModulePreview,
  PolicyModule,
} from '../../../contract/model/policy/policy-module.ts';

export function moduleJson({
  container,
  module,
  domain,
  version,
  state,
  isPermissive,
  learningUntil,
  versions,
}: PolicyModule): object {
  return {
    container,
    module,
    domain,
    version,
    state,
    permissive: isPermissive,
    learning_until: learningUntil,
    versions: versions.map(({ version: number, sha256, note, createdAt }) => ({
      version: number,
      sha256,
      note,
      created_at: createdAt,
    })),
  };
}

export function previewJson({
  problems,
  added,
  addedCount,
  removed,
  removedCount,
  risk,
  counts,
  usage,
  channels,
  replay,
}: ModulePreview): object {
  return {
    problems,
    added: added.map(openingJson),
    added_count: addedCount,
    removed: removed.map(openingJson),
    removed_count: removedCount,
    risk,
    counts: counts && { now: counts.now && countJson(counts.now), then: countJson(counts.then) },
    usage: usage && usageJson(usage),
    channels: channels ?? null,
    replay: replay === undefined ? null : replayJson(replay),
  };
}

export function ruleJson({
  group,
  rule,
  target,
  class: className,
  permissions,
  count,
  last,
  comms,
  risk,
  choice,
  advice,
  reason,
}: LearnedRule): object {
  return {
    group,
    rule,
    target_type: target,
    class: className,
    permissions,
    count,
    last,
    comms,
    risk,
    choice,
    advice,
    reason,
  };
}

export function usageJson({
  granted,
  used,
  grantedOutside,
  usedOutside,
  accesses,
  surplus,
  unknown,
}: AccessUsage): object {
  return {
    granted,
    used,
    granted_outside: grantedOutside,
    used_outside: usedOutside,
    accesses: accesses.map(accessJson),
    surplus: surplus.map(accessJson),
    unknown: unknown.map(accessJson),
  };
}

function accessJson({ target, class: className, permissions }: Access): object {
  return { target_type: target, class: className, permissions };
}

function openingJson({ source, target, class: className, permissions }: Opening): object {
  return { source_type: source, target_type: target, class: className, permissions };
}
