// SPDX-License-Identifier: Apache-2.0
import { beforeEach, expect, it } from 'vitest';
import { Failure } from '../../contract/errors.ts';
import { notifyFailure, useNotifications } from './notifications.ts';

beforeEach(() => useNotifications.setState({ notifications: [] }));

const last = () => useNotifications.getState().notifications.at(-1);

it('does not call a dismissed prompt an error', () => {
  notifyFailure(
    'cannot start the container web',
    new Failure('authorisation-dismissed', { action: 'manage-containers' }),
  );
  expect(last()).toMatchObject({ tone: 'info', text: 'Nothing was changed: the authentication was dismissed.' });
});

it('lets a declared failure speak for itself', () => {
  notifyFailure('cannot start the container web', new Failure('image-not-found', { image: 'x' }));
  expect(last()).toMatchObject({
    tone: 'failed',
    text: "Cannot find the image x: it is not in this host's image store.",
  });
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
