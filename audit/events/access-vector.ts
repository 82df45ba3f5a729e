// SPDX-License-Identifier: Apache-2.0
/**
 * Reads the body of AVC and USER_AVC records: `avc:  denied  { read } for  pid=1 comm="cat" name="secret" ...
 * scontext=... tcontext=... tclass=file permissive=0`.
 */

import type { DenialEvent } from '../../contract/model/denials/denial.ts';
import { type AccessDecision, readAccessDecision } from './access-decision.ts';
import { type AccessQuery, findAccessQuery } from './access-query.ts';
import type { Denial } from '../denial.ts';
import { integerOf, textOf } from '../records/field.ts';
import { type AuditRecord, bodyOf, kernelFields, type RecordBody } from '../records/record.ts';

/**
 * `other` is a message under the same type that denies nothing: a policy load notice, or a record of another security
 * module.
 */
export type AccessVectorResult = Denial | 'other' | { readonly broken: string };

export function readAccessVector(record: AuditRecord): AccessVectorResult {
  const body = bodyOf(record);
  const { isInterpreted } = body;
  const text = kernelFields(body);
  const start = record.type === 'USER_AVC' ? userMessageStart(text) : 1;
  const decision = readAccessDecision(text, start);
  if (decision === undefined)
    return isForeign(text, start) ? 'other' : { broken: 'the access vector has no decision and permissions' };
  const headAt = start + decision.length;
  const found = findAccessQuery(text, headAt, isInterpreted);
  if (found === undefined) return { broken: 'the access vector lacks its contexts or its class' };
  const head = text.slice(headAt, found.at ?? text.length);
  // In the record of a user space object manager, what follows the query is about the manager.
  const about = { text: record.type === 'USER_AVC' ? head : head + text.slice(found.end), isInterpreted };
  return {
    event: accessEvent(record, { decision, query: found.query, ...requesterOf(record, about) }),
    isCounted: record.isCounted === true,
  };
}

export interface AccessParts extends Requester {
  readonly decision: AccessDecision;
  readonly query: AccessQuery;
}

/** Says who requested what, from the middle part of the message. */
interface Requester {
  readonly comm: string | null;
  readonly pid: number | null;
  readonly path: string | null;
  readonly name: string | null;
  readonly inode: number | null;
  readonly port: number | null;
}

export function accessEvent(
  record: AuditRecord,
  { decision, query, comm, pid, path, name, inode, port }: AccessParts,
): DenialEvent {
  return {
    time: record.timeMs / 1000,
    serial: record.serial,
    record: record.type === 'USER_AVC' ? 'USER_AVC' : 'AVC',
    decision: decision.decision,
    permissive: query.permissive,
    permissions: decision.permissions,
    source: query.source,
    target: query.target,
    class: query.class,
    comm,
    pid,
    exe: null,
    path,
    name,
    inode,
    port,
    syscall: null,
    success: null,
    container: null,
  };
}

/** The first match counts: the kernel writes it after fields that only the kernel fills. */
function userMessageStart(text: string): number {
  const at = text.indexOf(" msg='");
  return at === -1 ? 1 : at + " msg='".length;
}

function isForeign(text: string, start: number): boolean {
  return /^(?:apparmor=|lsm=|avc: *(?:received|netlink|op=))/.test(text.slice(start, start + 32));
}

/**
 * A user space object manager reports what another process asked of it: `pid=` and `exe=` of the record are the
 * manager's, `spid=` is the requester's.
 */
function requesterOf(record: AuditRecord, head: RecordBody): Requester {
  if (record.type === 'USER_AVC')
    return {
      comm: null,
      pid: integerOf(head.text, ' spid='),
      path: textOf(head, ' path='),
      name: null,
      inode: integerOf(head.text, ' ino='),
      port: null,
    };
  return {
    comm: textOf(head, ' comm='),
    pid: integerOf(head.text, ' pid='),
    path: textOf(head, ' path='),
    name: textOf(head, ' name='),
    inode: integerOf(head.text, ' ino='),
    port: integerOf(head.text, ' dest=') ?? integerOf(head.text, ' src='),
  };
}
