// Converts between the stand-in's record and the messages of EventStoreDB's protocol, with the statuses and metadata that the client checks.
import shared from "@eventstore/db-client/generated/shared_pb.js";
import pb from "@eventstore/db-client/generated/streams_pb.js";
import grpc from "@grpc/grpc-js";
import type { LogPosition } from "./reads.ts";
import type { Expected, Recorded } from "./record.ts";

export const MAX_APPEND_BYTES = 1_048_576;
const TICKS_PER_MS = 10_000n;

export function statusOf(code: grpc.status, details: string, exception?: string, more: { readonly [key: string]: string } = {}) {
  const metadata = new grpc.Metadata();
  if (exception) metadata.set("exception", exception);
  for (const [key, value] of Object.entries(more)) metadata.set(key, value);
  return { code, details, metadata };
}
export type Status = ReturnType<typeof statusOf>;

export const statuses = {
  accessDenied: () => statusOf(grpc.status.PERMISSION_DENIED, "Access Denied", "access-denied"),
  unauthenticated: () => statusOf(grpc.status.UNAUTHENTICATED, "Unauthenticated"),
  streamDeleted: (stream: string) =>
    statusOf(grpc.status.FAILED_PRECONDITION, `Event stream '${stream}' is deleted.`, "stream-deleted", {
      "stream-name": stream,
    }),
  tooLarge: () =>
    statusOf(
      grpc.status.INVALID_ARGUMENT,
      `Maximum Append Size of ${MAX_APPEND_BYTES} Exceeded.`,
      "maximum-append-size-exceeded",
      { "maximum-append-size": String(MAX_APPEND_BYTES) },
    ),
  notLeader: (host: string, port: number) =>
    statusOf(grpc.status.NOT_FOUND, "Leader info available", "not-leader", {
      "leader-endpoint-host": host,
      "leader-endpoint-port": String(port),
    }),
  wrongVersion: (stream: string, expected: Expected, current: bigint) =>
    statusOf(
      grpc.status.FAILED_PRECONDITION,
      `Delete failed due to WrongExpectedVersion. Stream: ${stream}, Expected version: ${numberOf(expected)}, Actual version: ${current}`,
      "wrong-expected-version",
      { "stream-name": stream, "expected-version": String(numberOf(expected)), "actual-version": String(current) },
    ),
  timeout: (what: string) => statusOf(grpc.status.ABORTED, `Operation timed out: ${what}`),
  /** The server's answer to unforeseen requests. */
  unforeseen: () => statusOf(grpc.status.UNKNOWN, "Exception was thrown by handler."),
  /** No test needs this of the stand-in. */
  unimplemented: () => statusOf(grpc.status.UNIMPLEMENTED, "The stand-in has no subscriptions to one stream."),
  readFailed: (result: string) => statusOf(grpc.status.UNKNOWN, `Unexpected ${result}: Error`),
  stopped: () => statusOf(grpc.status.INTERNAL, "Received RST_STREAM with code 0 (Call ended without gRPC status)"),
};

/** The server's numbers for expected revisions: -2 is any, -1 is no stream, -4 is any existing stream. */
function numberOf(expected: Expected): bigint {
  if (typeof expected === "bigint") return expected;
  return { any: -2n, no_stream: -1n, stream_exists: -4n }[expected];
}

export function eventMessage(event: Recorded): pb.ReadResp {
  const recorded = new pb.ReadResp.ReadEvent.RecordedEvent();
  const position = String(event.position);
  recorded.setId(new shared.UUID().setString(event.id));
  recorded.setStreamIdentifier(new shared.StreamIdentifier().setStreamName(Buffer.from(event.stream)));
  recorded.setStreamRevision(String(event.revision)).setCommitPosition(position).setPreparePosition(position);
  recorded.getMetadataMap().set("type", event.type);
  recorded.getMetadataMap().set("content-type", event.isJson ? "application/json" : "application/octet-stream");
  recorded.getMetadataMap().set("created", String(BigInt(event.createdMs) * TICKS_PER_MS));
  recorded.setData(event.data).setCustomMetadata(event.metadata);
  return new pb.ReadResp().setEvent(new pb.ReadResp.ReadEvent().setEvent(recorded).setCommitPosition(position));
}

export function checkpointMessage({ commit, prepare }: LogPosition): pb.ReadResp {
  const checkpoint = new pb.ReadResp.Checkpoint().setCommitPosition(String(commit)).setPreparePosition(String(prepare));
  return new pb.ReadResp().setCheckpoint(checkpoint);
}

export const caughtUpMessage = (): pb.ReadResp => new pb.ReadResp().setCaughtUp(new pb.ReadResp.CaughtUp());

export const confirmationMessage = (id: string): pb.ReadResp =>
  new pb.ReadResp().setConfirmation(new pb.ReadResp.SubscriptionConfirmation().setSubscriptionId(id));

export function notFoundMessage(stream: string): pb.ReadResp {
  const identifier = new shared.StreamIdentifier().setStreamName(Buffer.from(stream));
  return new pb.ReadResp().setStreamNotFound(new pb.ReadResp.StreamNotFound().setStreamIdentifier(identifier));
}

export const streamNameOf = (identifier: shared.StreamIdentifier | undefined): string =>
  Buffer.from(identifier?.getStreamName_asU8() ?? []).toString("utf8");
