// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import type { DenialEvent } from '../../../../contract/model/denials/denial.ts';
import { explainDenial, outcomeOf, reasonOf } from './denial-reason.ts';
import { recordLines } from './denial-record.ts';
import { eventSentence, groupSentence, sentenceText } from './denial-sentence.ts';
import { fakeEvent, fakeGroup } from '../../../../testing/models/denial.ts';

const owners = [
  { name: 'web', categories: ['c1', 'c2'] },
  { name: 'db', categories: ['c5', 'c6'] },
];

const event = fakeEvent({
  source: { user: 'system_u', role: 'system_r', type: 'bulkhead_t', level: 's0:c1,c2' },
  target: { user: 'system_u', role: 'object_r', type: 'bulkhead_file_t', level: 's0:c5,c6' },
  time: 1_700_000_000.5,
  serial: 42,
  comm: 'apache2',
  pid: 7,
  exe: '/usr/sbin/apache2',
  path: '/srv/secret',
  syscall: 'openat',
  success: false,
});

const group = fakeGroup({ comms: ['apache2'], sample: event });

describe('a denial in words', () => {
  it('names program, container, act and whose files', () => {
    expect(sentenceText(groupSentence(group, owners))).toBe(
      'apache2 in web was denied reading /srv/secret of db, the latest of 3',
    );
    expect(sentenceText(groupSentence({ ...group, count: 1 }, owners))).toBe(
      'apache2 in web was denied reading /srv/secret of db',
    );
  });

  it('names the type when the target is no container of ours', () => {
    const shadow = {
      ...event,
      path: null,
      name: null,
      target: { user: 'system_u', role: 'object_r', type: 'shadow_t', level: 's0' },
    };
    expect(sentenceText(eventSentence(shadow, owners))).toBe(
      'apache2 in web was denied reading files of type shadow_t',
    );
  });

  it('says when the access went through', () => {
    expect(sentenceText(eventSentence({ ...event, permissive: true }, owners))).toBe(
      'apache2 in web would have been denied reading /srv/secret of db',
    );
    expect([true, false, null].map((permissive) => outcomeOf({ ...event, permissive }).label)).toEqual([
      'Logged only',
      'Blocked',
      'Unknown',
    ]);
  });

  it('counts many programs and containers', () => {
    const many = { ...group, comms: ['a', 'b'], containers: ['web', 'wiki', 'mail'] };
    expect(sentenceText(groupSentence(many, owners))).toBe(
      '2 programs in web and 2 others were denied reading /srv/secret of db, the latest of 3',
    );
  });

  it('names the file or the port where the record names it for certain (window 19)', () => {
    const of = (changes: Partial<DenialEvent>, type: string): string =>
      sentenceText(
        eventSentence(
          { ...event, path: null, name: null, ...changes, target: { user: 'u', role: 'r', type, level: 's0' } },
          owners,
        ),
      );
    expect(of({ name: 'kallsyms' }, 'system_map_t')).toBe(
      'apache2 in web was denied reading /proc/kallsyms (system_map_t)',
    );
    expect(of({ name: 'secret' }, 'etc_t')).toBe('apache2 in web was denied reading secret (etc_t)');
    expect(of({ name: '/' }, 'etc_t')).toBe('apache2 in web was denied reading files of type etc_t');
    expect(of({ path: 'relative' }, 'etc_t')).toBe('apache2 in web was denied reading files of type etc_t');
    expect(of({ class: 'tcp_socket', permissions: ['name_bind'], port: 8080 }, 'http_cache_port_t')).toBe(
      'apache2 in web was denied listening on TCP port 8080 (http_cache_port_t)',
    );
    const hostile = '/srv/\u202Etxt';
    expect(eventSentence({ ...event, path: hostile }, owners)).toContainEqual({ kind: 'untrusted', text: hostile });
  });

  it('names the path that was found for the name in the record', () => {
    const target = { user: 'u', role: 'r', type: 'var_t', level: 's0' };
    const sample = { ...event, path: null, name: 'upload.log', target };
    const upload = { ...group, count: 1, permissions: ['append'], targetType: 'var_t', sample };
    expect(sentenceText(groupSentence(upload, owners))).toBe(
      'apache2 in web was denied appending to upload.log (var_t)',
    );
    expect(sentenceText(groupSentence(upload, owners, '/srv/site/upload.log'))).toBe(
      'apache2 in web was denied appending to /srv/site/upload.log (var_t)',
    );
  });

  it('says of a cause with both outcomes that it has both (window 5)', () => {
    expect(sentenceText(groupSentence({ ...group, notBlocked: 1 }, owners))).toContain('was sometimes denied');
  });

  it('speaks of capabilities, ports and what it has no words for', () => {
    const said = (className: string, permissions: string[], type: string): string =>
      sentenceText(
        eventSentence(
          {
            ...event,
            class: className,
            permissions,
            target: { user: 'u', role: 'r', type, level: 's0' },
            container: null,
          },
          owners,
        ),
      );
    expect(said('capability', ['sys_admin'], 'bulkhead_t')).toBe(
      'apache2 on the host was denied using the capability sys_admin',
    );
    expect(said('tcp_socket', ['name_connect'], 'smtp_port_t')).toBe(
      'apache2 on the host was denied connecting to TCP ports of type smtp_port_t',
    );
    expect(said('xyz', ['frob'], 'odd_t')).toBe('apache2 on the host was denied frob on xyz of type odd_t');
  });

  it('says when a denial of the host concerns its containers', () => {
    const host = {
      ...event,
      path: null,
      name: null,
      comm: 'dnsmasq',
      source: { user: 'u', role: 'r', type: 'dnsmasq_t', level: 's0' },
      target: { user: 'u', role: 'r', type: 'etc_t', level: 's0' },
      container: null,
    };
    expect(sentenceText(eventSentence(host, owners))).toBe(
      'dnsmasq on the host (which affects containers) was denied reading files of type etc_t',
    );
  });

  it("keeps a container's own strings apart as data", () => {
    const hostile = { ...event, comm: '</b>\u202E was allowed' };
    expect(eventSentence(hostile, owners)[0]).toEqual({ kind: 'untrusted', text: '</b>\u202E was allowed' });
    expect(recordLines({ ...hostile, path: '/x\ntype=AVC' })).toContain('path=/x\\ntype=AVC');
    expect(recordLines(hostile).some((line) => line.includes('\n'))).toBe(false);
  });
});

describe('the reason', () => {
  it('is never isolation at work where the access went through (window 5)', () => {
    const explanation = explainDenial({ ...event, permissive: true }, 'other-categories', owners);
    expect([explanation.tone, explanation.title]).toEqual([
      'crossed',
      'SELinux would have blocked this, but the domain is permissive',
    ]);
    expect(explanation.advice).toContain('Let the domain enforce again');
  });

  it('is isolation when the categories are those of another container', () => {
    const explanation = explainDenial(event, 'other-categories', owners);
    expect(explanation.tone).toBe('isolation');
    expect(explanation.sentences[0]).toBe('The process has c1,c2; the object has c5,c6 (container db).');
  });

  it('is found from one event alone only where it is plain', () => {
    expect(reasonOf(event)).toBe('other-categories');
    expect(reasonOf({ ...event, target: event.source })).toBe('unknown');
    expect(reasonOf({ ...event, target: null })).toBe('unknown');
  });
});
