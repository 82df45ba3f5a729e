// SPDX-License-Identifier: Apache-2.0
import { beforeEach, expect, it } from 'vitest';
import { Failure } from '../../contract/errors.ts';
import { notePrompt, notifyFailure, useNotifications } from './notifications.ts';

beforeEach(() => useNotifications.setState({ notifications: [] }));

const last = () => useNotifications.getState().notifications.at(-1);

it('does not call a dismissed prompt an error', () => {
  notifyFailure(
    'cannot start the container web',
    new Failure('authorisation-dismissed', { action: 'manage-containers' }),
  );
  expect(last()).toMatchObject({ tone: 'info', text: 'Nothing was changed: the authentication was dismissed.' });
});

it('says of a prompt in the window why its action is not authorised, and nothing of it for others', () => {
  const stop = new Failure('not-authorised', { action: 'stop-it' });
  notifyFailure('cannot stop web', stop);
  expect(last()?.text).toContain('you are not authorised for stop-it');
  notePrompt('org.bulkhead.stop-it', 'answered');
  notifyFailure('cannot stop web', stop);
  expect(last()).toMatchObject({
    tone: 'failed',
    text: 'Cannot stop web: polkit did not accept the answer; try again.',
  });
  notePrompt('org.bulkhead.stop-it', 'dismissed');
  notifyFailure('cannot stop web', stop);
  expect(last()?.tone).toBe('info');
  notifyFailure('cannot start web', new Failure('not-authorised', { action: 'start-it' }));
  expect(last()?.text).toContain('you are not authorised for start-it');
});

it('lets a declared failure speak for itself', () => {
  notifyFailure('cannot start the container web', new Failure('image-not-found', { image: 'x' }));
  expect(last()).toMatchObject({
    tone: 'failed',
    text: "Cannot find the image x: it is not in this host's image store.",
  });
});

it('says what was tried where a failure is one of every operation (window 36)', () => {
  notifyFailure(
    'cannot freeze web',
    new Failure('container-failed', { name: 'web', reason: 'lxc-freeze ended with 1' }),
  );
  expect(last()?.text).toBe('Cannot freeze web: lxc-freeze ended with 1.');
  notifyFailure('cannot rename web', new Failure('engine-cannot', { name: 'web', reason: 'Incus has its name' }));
  expect(last()?.text).toBe('Cannot rename web: Incus has its name.');
});

it('gives anything else as the cause of what was tried', () => {
  notifyFailure('cannot start the container web', new Error('the connection ended'));
  expect(last()?.text).toBe('Cannot start the container web: the connection ended.');
});

it('leads to the check of the host where that is the reason, and nowhere else', () => {
  notifyFailure('cannot start web', new Failure('network-unavailable', { reason: 'no bridge' }));
  notifyFailure('cannot start web', new Failure('container-running', { name: 'web' }));
  expect(useNotifications.getState().notifications.map(({ link }) => link?.route)).toEqual([
    { page: 'host-check' },
    undefined,
  ]);
});
