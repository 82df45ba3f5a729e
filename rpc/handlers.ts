// SPDX-License-Identifier: Apache-2.0
/** What serves the contract: a handler for every operation, with the types that the contract gives it. */

import type {
  ChannelName,
  GivenItem,
  GivenResult,
  Input,
  Params,
  RequestName,
  StreamName,
} from '../contract/operations/index.ts';

/** What a handler gets beside its params. `Caller` is whatever admission gave. */
export interface Call<Caller> {
  readonly caller: Caller;
  /** Aborts when the caller cancels or goes; the handler then cleans up and ends. */
  readonly signal: AbortSignal;
  /** The number under which `around` wrote this call down; undefined when it did not. */
  readonly record: number | undefined;
}

type RequestHandler<Name extends RequestName, Caller> = (
  params: Params<Name>,
  call: Call<Caller>,
) => Promise<GivenResult<Name>>;
type StreamHandler<Name extends StreamName, Caller> = (
  params: Params<Name>,
  call: Call<Caller>,
) => AsyncGenerator<GivenItem<Name>, GivenResult<Name>, undefined>;
type ChannelHandler<Name extends ChannelName, Caller> = (
  params: Params<Name>,
  call: Call<Caller> & { readonly input: AsyncIterable<Input<Name>> },
) => AsyncGenerator<GivenItem<Name>, GivenResult<Name>, undefined>;

export type RequestHandlers<Caller> = { readonly [Name in RequestName]: RequestHandler<Name, Caller> };
export type StreamHandlers<Caller> = { readonly [Name in StreamName]: StreamHandler<Name, Caller> };
export type ChannelHandlers<Caller> = { readonly [Name in ChannelName]: ChannelHandler<Name, Caller> };

/** Holds a handler for every operation: leaving one out does not compile. */
export type Handlers<Caller> = RequestHandlers<Caller> & StreamHandlers<Caller> & ChannelHandlers<Caller>;
