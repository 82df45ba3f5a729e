// SPDX-License-Identifier: Apache-2.0
/** A container as the host has it now. */

import * as z from 'zod';
import { engineSchema } from '../engines/engine.ts';
import { makeOnce } from '../../make-once.ts';
import { addressProblemSchema } from './address-problem.ts';
import { choicesSchema } from '../policy/choices.ts';
import { connectTypesSchema } from '../policy/port-type.ts';
import { containerDiskSchema } from '../host/disk.ts';
import { presentLimitsSchema } from './limits.ts';
import { originalSchema } from './original.ts';
import { settingsSchema } from './settings.ts';
import { interfaceNameSchema, timeSchema } from '../names.ts';
import { publicationSchema } from './publication.ts';
import { volumeSchema } from './volume.ts';
import { verdictSchema } from '../isolation/verdict.ts';

export const containerStates = [
  'stopped',
  'starting',
  'running',
  'stopping',
  'aborting',
  'freezing',
  'frozen',
  'unfrozen',
] as const;
export type ContainerState = (typeof containerStates)[number];
const containerStateSchema = makeOnce(() => z.enum(containerStates));

/**
 * How SELinux confines the container: by the shared domain and categories of its own, by a domain of its own, or in a
 * domain that learns.
 */
export const confinementSchema = makeOnce(() => z.enum(['shared', 'own', 'learning']));
export type Confinement = z.infer<ReturnType<typeof confinementSchema>>;

/**
 * What isolates this container from the others now.
 * `permissive`: the kernel does not enforce, or the policy makes the domain permissive, so an access to another
 * container is logged, not blocked.
 * `unknown`: the container does not run and its configuration names no context, or the loaded policy does not know that
 * context, or the container is on another member of a cluster.
 */
const confinementModeSchema = makeOnce(() => z.enum(['enforced', 'permissive', 'unconfined', 'unknown']));
export type ConfinementMode = z.infer<ReturnType<typeof confinementModeSchema>>;

/** A port that a container in a domain of its own listens on. */
export const servedPortSchema = makeOnce(() =>
  z.strictObject({
    protocol: z.enum(['tcp', 'udp']),
    port: z.number().int().min(1).max(65_535),
  }),
);
export type ServedPortNumber = z.infer<ReturnType<typeof servedPortSchema>>;

/** Seconds that a container learns: long enough for a boot and some use, short enough that it is not forgotten. */
export const learnSecondsSchema = makeOnce(() => z.number().int().min(60).max(86_400));
export const defaultLearnSeconds = 3600;

/**
 * Describes the network of a container: behind the host's address (NAT), none, on a bridge that the host already has,
 * or directly on the network of one of the host's interfaces (macvlan, where it reaches neither the host nor its like).
 */
export const networkSchema = makeOnce(() =>
  z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('nat') }),
    z.strictObject({ kind: z.literal('none') }),
    z.strictObject({ kind: z.literal('bridge'), bridge: interfaceNameSchema() }),
    z.strictObject({ kind: z.literal('macvlan'), parent: interfaceNameSchema() }),
  ]),
);
export type Network = z.infer<ReturnType<typeof networkSchema>>;

/** A network as a container has it: the names of interfaces are as they were written. */
const presentNetworkSchema: () => z.ZodType<Network> = makeOnce(() =>
  z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('nat') }),
    z.strictObject({ kind: z.literal('none') }),
    z.strictObject({ kind: z.literal('bridge'), bridge: z.string() }),
    z.strictObject({ kind: z.literal('macvlan'), parent: z.string() }),
  ]),
);

/** How far the labelling of files has come. */
const labellingSchema = makeOnce(() =>
  z.strictObject({
    files: z.number().int().nonnegative(),
    /** How many they were the last time; null at the first. */
    total: z.number().int().nonnegative().nullable(),
  }),
);

export const containerSchema = makeOnce(() =>
  z.strictObject({
    /** Names the container. An instance of Incus in another project than `default` is called `PROJECT_NAME`. */
    name: z.string(),
    engine: engineSchema().default('lxc'),
    /**
     * The member of a cluster of Incus that it is on; null without a cluster. Of one that is on another member than this
     * host, only what is configured and the state that Incus gives are known.
     */
    member: z.string().nullable().default(null),
    state: containerStateSchema(),
    /**
     * Says how far its files are labelled, while that is done one by one, which a pool of folders needs before a start.
     */
    labelling: labellingSchema().optional(),
    /** True when Bulkhead created it; others are shown, and changed only by their own tools. */
    isManaged: z.boolean(),
    /** Image it was created from; null when unknown. */
    image: z.string().nullable(),
    /** Gives the whole context: that of the running init, else as configured; null when none is configured. */
    context: z.string().nullable(),
    /** Gives the SELinux type of the context. */
    domain: z.string().nullable(),
    categories: z.array(z.string()),
    confinementMode: confinementModeSchema(),
    /** Says whether the container is isolated, by all that the helper knows of it. */
    isolation: verdictSchema(),
    /**
     * Gives the choice of confinement. A choice that was made while the container ran applies from its next start;
     * until then `domain` is still the old one.
     */
    confinement: confinementSchema().nullable(),
    /** Ports that its own domain was given to listen on; empty in the shared domain, where they are not asked for. */
    ports: z.array(servedPortSchema()),
    /** What its own domain was allowed beyond every container. */
    allow: choicesSchema(),
    /** Types of the ports that its own domain may connect to, beside those that its choices open. */
    connectTypes: connectTypesSchema(),
    /** Gives the time at which the domain of a learning container begins to enforce; null for any other container. */
    learningUntil: timeSchema().nullable(),
    /** Gives the first host uid of its user namespace; null when it has none and root inside is root outside. */
    userNamespaceBase: z.number().int().nullable(),
    /** Gives the process id of its init on the host; null when it does not run on this host. */
    initPid: z.number().int().nullable(),
    /** Gives the time at which its init started; null when it does not run on this host. */
    startedAt: timeSchema().nullable(),
    createdAt: timeSchema().nullable(),
    /** Words by which it is found and grouped, in alphabetical order; empty for a container of other tools. */
    tags: z.array(z.string()),
    /** What is chosen beside limits, confinement, volumes and tags; null for a container of other tools. */
    settings: settingsSchema().nullable(),
    addresses: z.array(z.string()),
    /** Why it has no address of its network; left out where it has one, or does not run. */
    addressProblem: addressProblemSchema().optional(),
    network: presentNetworkSchema().nullable(),
    /** Ports of the host behind which its own are reached. */
    published: z.array(publicationSchema()),
    /** Containers on the same bridge that it may reach, and that may reach it. */
    links: z.array(z.string()),
    limits: presentLimitsSchema(),
    /** What limits its layer; null for a container of other tools. */
    disk: containerDiskSchema().nullable(),
    /** Folders of the host that it was given, as chosen. */
    volumes: z.array(volumeSchema()),
    /** The container of another tool that it was made of, while that is kept; null for any other. */
    original: originalSchema().nullable(),
  }),
);

export type Container = z.infer<ReturnType<typeof containerSchema>>;
