// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { emptyDraft, questionOf } from './question-draft.ts';

it('is a question when nothing is missing', () => {
  expect(questionOf('path', { ...emptyDraft, subject: 'web', owner: 'db', path: ' /srv ' })).toEqual({
    question: { kind: 'path', subject: { kind: 'container', name: 'web' }, verb: 'read', owner: 'db', path: '/srv' },
  });
  expect(questionOf('path', { ...emptyDraft, subject: 'httpd_t', path: '/etc' })).toEqual({
    question: { kind: 'path', subject: { kind: 'type', name: 'httpd_t' }, verb: 'read', path: '/etc' },
  });
  expect(questionOf('port', { ...emptyDraft, port: '5432' })).toEqual({
    question: { kind: 'port', protocol: 'tcp', port: 5432 },
  });
});

it('says what is missing', () => {
  expect(questionOf('path', emptyDraft)).toEqual({ problem: 'Enter a container or a type.' });
  expect(questionOf('port', { ...emptyDraft, port: '99999' })).toEqual({ problem: 'Enter a port from 1 to 65535.' });
  expect(questionOf('holders', { ...emptyDraft, target: 'shadow_t', permissions: [] })).toEqual({
    problem: 'Enter at least one permission.',
  });
});
