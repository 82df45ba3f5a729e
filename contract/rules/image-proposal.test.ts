// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { proposalOf, withProposal } from './image-proposal.ts';
import { noSettings } from '../model/containers/settings.ts';

const application = {
  entrypoint: ['/docker-entrypoint.sh'],
  command: ['nginx', '-g', 'daemon off;'],
  environment: ['PATH=/usr/bin', 'NGINX_VERSION=1.29'],
  user: 'nginx',
  folder: '/srv',
  ports: ['80/tcp', '53/udp', '9000'],
  stopSignal: 'SIGQUIT',
};

it('proposes what an application image says', () => {
  expect(proposalOf({ application, hasInit: false })).toEqual({
    program: ['/docker-entrypoint.sh', 'nginx', '-g', 'daemon off;'],
    user: 'nginx',
    folder: '/srv',
    stopSignal: 'SIGQUIT',
    environment: [
      { name: 'NGINX_VERSION', value: '1.29' },
      { name: 'PATH', value: '/usr/bin' },
    ],
    ports: [
      { port: 80, protocol: 'tcp' },
      { port: 53, protocol: 'udp' },
      { port: 9000, protocol: 'tcp' },
    ],
    leftOut: [],
  });
});

it.each([[[]], [['/sbin/init']], [['/bin/sh']], [['bash']]])(
  'leaves an image with an init to it when it names %j',
  (words) => {
    const named = { ...application, entrypoint: [], command: words };
    expect(proposalOf({ application: named, hasInit: true })).toBeNull();
    expect(proposalOf({ application: named, hasInit: false })).toMatchObject({ program: words });
  },
);

it('proposes the program of an image that happens to have an init, such as one of Alpine', () => {
  expect(proposalOf({ application, hasInit: true })?.program[0]).toBe('/docker-entrypoint.sh');
  expect(proposalOf({ application: null, hasInit: false })).toBeNull();
});

it('leaves out, and says, what no configuration can hold (C2)', () => {
  const hostile = {
    ...application,
    entrypoint: ['sh\nlxc.idmap = u 0 0 1'],
    environment: ['container=lxc', 'A\n=1', 'B=1\nlxc.cap.keep = all', 'C=ok', 'no variable'],
    user: 'root;reboot',
    folder: '../etc',
    ports: ['0/tcp', '80/sctp', 'x'],
    stopSignal: '9',
  };
  const proposal = proposalOf({ application: hostile, hasInit: false });
  expect(proposal).toMatchObject({ program: [], user: null, folder: null, stopSignal: null, ports: [] });
  expect(proposal?.environment.map(({ name }) => name)).toEqual(['C', 'PATH']);
  expect(proposal?.leftOut).toHaveLength(7);
  expect(proposal?.leftOut.join('')).not.toMatch(/\p{Cc}/u);
});

it('keeps variables that were chosen', () => {
  const proposal = proposalOf({ application, hasInit: false });
  if (proposal === null) throw new Error('there is no proposal');
  const chosen = { ...noSettings, environment: [{ name: 'PATH', value: '/opt/bin' }] };
  expect(withProposal(chosen, proposal)).toMatchObject({
    program: proposal.program,
    environment: [
      { name: 'NGINX_VERSION', value: '1.29' },
      { name: 'PATH', value: '/opt/bin' },
    ],
  });
});

it('proposes no text that ends a line or moves a cursor, and says which it leaves out, on a line each (N15)', () => {
  const hostile = '\u001b[2J\u009b31m\n\u202eroot\u2028lxc.hook.pre-start = /tmp/x';
  const proposal = proposalOf({
    application: {
      entrypoint: ['/server', hostile],
      command: [hostile],
      environment: [`A=${hostile}`, `${hostile}=x`, 'B=x'],
      user: hostile,
      folder: `/${hostile}`,
      ports: [hostile, '80/tcp'],
      stopSignal: hostile,
    },
    hasInit: false,
  });
  expect(proposal).toMatchObject({ program: [], user: null, folder: null, stopSignal: null });
  expect(proposal?.environment.map(({ name }) => name)).toEqual(['B', 'PATH']);
  expect(proposal?.leftOut).toHaveLength(5);
  expect(proposal?.leftOut.join('')).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
});
