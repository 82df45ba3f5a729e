// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { someContainer } from '../../../testing/some-containers.ts';
import { choicesLike } from './choices-like.ts';
import { checkChoices } from './creation.ts';

it('are those of the container, without its volumes and its host name, under a name of its own', () => {
  const db = someContainer('db');
  const choices = choicesLike(db, ['db', 'db-2']);
  const { choice } = checkChoices(choices, ['db', 'db-2']);
  expect(choice).toMatchObject({
    name: 'db-3',
    image: db.image,
    limits: db.limits,
    network: db.network,
    confinement: 'own',
    ports: db.ports,
    allow: db.allow,
    connectTypes: db.connectTypes,
    tags: db.tags,
    settings: { ...db.settings, hostname: null },
    volumes: [],
  });
});

it('like one that learns have a domain of their own', () => {
  expect(choicesLike(someContainer('git'), ['git']).confinement).toBe('own');
});
