// SPDX-License-Identifier: Apache-2.0
/**
 * Reads records about SELinux itself: MAC_POLICY_LOAD, MAC_STATUS and MAC_CONFIG_CHANGE. They hold no text that a
 * confined process controls.
 */

import type { PolicyEvent } from '../../contract/model/policy/policy-event.ts';
import { type FieldKey, integerOf } from './field.ts';
import { type AuditRecord, bodyOf, kernelFields } from './record.ts';

/** `auid` of a process that no login has made. */
const noLogin = 4_294_967_295;

export function isPolicyRecord({ type }: AuditRecord): boolean {
  return type === 'MAC_POLICY_LOAD' || type === 'MAC_STATUS' || type === 'MAC_CONFIG_CHANGE';
}

/** Undefined for a change that failed, or that leaves everything as it was. */
export function readPolicyEvent(record: AuditRecord): PolicyEvent | undefined {
  const text = kernelFields(bodyOf(record));
  if (integerOf(text, ' res=') === 0) return undefined;
  const login = integerOf(text, ' auid=');
  const common = { time: record.timeMs / 1000, serial: record.serial, loginUid: login === noLogin ? null : login };
  if (record.type === 'MAC_POLICY_LOAD') return { ...common, kind: 'policy-loaded' };
  if (record.type === 'MAC_STATUS')
    return isChange(text, ' enforcing=', ' old_enforcing=')
      ? { ...common, kind: 'enforcing-changed', isEnforcing: integerOf(text, ' enforcing=') === 1 }
      : undefined;
  const name = /^ bool=(\w{1,255}) /.exec(text)?.[1];
  return name !== undefined && isChange(text, ' val=', ' old_val=')
    ? { ...common, kind: 'boolean-changed', name, isOn: integerOf(text, ' val=') === 1 }
    : undefined;
}

function isChange(text: string, key: FieldKey, oldKey: FieldKey): boolean {
  return integerOf(text, key) !== null && integerOf(text, key) !== integerOf(text, oldKey);
}
