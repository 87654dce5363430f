// The gRPC calls Append, Delete and Tombstone.

import shared from "@eventstore/db-client/generated/shared_pb.js";
import pb from "@eventstore/db-client/generated/streams_pb.js";
import type grpc from "@grpc/grpc-js";
import { type Action, refusalOf } from "./access.ts";
import { MAX_APPEND_BYTES, type Status, statuses, streamNameOf } from "./messages.ts";
import type { NodeContext } from "./node.ts";
import type { Expected, Proposed, WriteOutcome } from "./record.ts";

type Caller = { readonly metadata: grpc.Metadata; getPeer(): string };

/** Answers with a response, with a status, or never. */
async function carryOut<T>(
  node: NodeContext,
  call: Caller,
  action: Action,
  stream: string,
  write: () => Promise<WriteOutcome | undefined>,
  respond: (outcome: WriteOutcome) => T | Status,
): Promise<T | Status> {
  const refusal = refusalOf(call.metadata, node.accounts, node.view.record, action, stream) ?? node.faults.takeRefusal();
  if (refusal) return refusal;
  const route = node.routeOf(call.metadata.get("requires-leader").length > 0);
  if (route === "nowhere") return never();
  if (route) return route;
  const outcome = await write();
  if (!outcome) return never();
  if (outcome.kind === "dropped") {
    await new Promise((resolve) => setTimeout(resolve, node.prepareTimeoutMs).unref());
    return statuses.timeout("Prepare phase timeout.");
  }
  if (outcome.kind === "deleted") return statuses.streamDeleted(stream);
  const isLost = outcome.kind !== "wrong-version" && node.faults.takeLostAcknowledgement();
  if (isLost === "cut") node.cut(call.getPeer());
  return isLost ? never() : respond(outcome);
}

/** Never answers: the caller's own deadline ends the call. */
const never = () => new Promise<never>(() => {});

function answer<T>(outcome: Promise<T | Status>, callback: grpc.sendUnaryData<T>): void {
  outcome.then(
    (result) => ("code" in (result as object) ? callback(result as Status) : callback(null, result as T)),
    () => callback(statuses.unforeseen()),
  );
}

export function append(
  node: NodeContext,
  call: grpc.ServerReadableStream<pb.AppendReq, pb.AppendResp>,
  callback: grpc.sendUnaryData<pb.AppendResp>,
) {
  let options: pb.AppendReq.Options | undefined;
  let bytes = 0;
  const events: Proposed[] = [];
  let isAnswered = false;
  const once: grpc.sendUnaryData<pb.AppendResp> = (...given) => {
    if (!isAnswered) callback(...given);
    isAnswered = true;
  };
  call.on("data", (request: pb.AppendReq) => {
    options ??= request.getOptions();
    const message = request.getProposedMessage();
    if (!message || isAnswered) return;
    // The server is meant to count whole records, but counts only their data.
    bytes += message.getData_asU8().length;
    if (bytes > MAX_APPEND_BYTES) {
      once(statuses.tooLarge());
      return;
    }
    const [type, contentType] = ["type", "content-type"].map((key) => message.getMetadataMap().get(key));
    const id = message.getId()?.getString() ?? "";
    if (!type || !UUID.test(id) || id === NIL) {
      once(statuses.unforeseen());
      return;
    }
    const isJson = contentType === "application/json";
    events.push({ id, type, isJson, data: message.getData_asU8(), metadata: message.getCustomMetadata_asU8() });
  });
  call.on("end", () => {
    if (isAnswered || !options) return;
    node.seen.appends += 1;
    const stream = streamNameOf(options.getStreamIdentifier());
    if (stream === "") {
      once(statuses.unforeseen());
      return;
    }
    const expected = expectedOf(options);
    const write = () => node.view.record.write(stream, expected, events);
    answer(
      carryOut(node, call, "write", stream, write, (outcome) => appendResponse(outcome, expected)),
      once,
    );
  });
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const NIL = "00000000-0000-0000-0000-000000000000";

function expectedOf(options: pb.AppendReq.Options | pb.DeleteReq.Options | pb.TombstoneReq.Options): Expected {
  if (options.hasAny()) return "any";
  if (options.hasNoStream()) return "no_stream";
  return options.hasStreamExists() ? "stream_exists" : BigInt(options.getRevision());
}

function appendResponse(outcome: WriteOutcome, expected: Expected): pb.AppendResp {
  if (outcome.kind === "wrong-version") {
    const wrong = new pb.AppendResp.WrongExpectedVersion();
    if (outcome.current < 0n) wrong.setCurrentNoStream(new shared.Empty());
    else wrong.setCurrentRevision(String(outcome.current));
    if (expected === "any") wrong.setExpectedAny(new shared.Empty());
    else if (expected === "stream_exists") wrong.setExpectedStreamExists(new shared.Empty());
    else if (expected === "no_stream") wrong.setExpectedNoStream(new shared.Empty());
    else wrong.setExpectedRevision(String(expected));
    return new pb.AppendResp().setWrongExpectedVersion(wrong);
  }
  if (outcome.kind !== "written" && outcome.kind !== "repeated") throw new Error(outcome.kind);
  const success = new pb.AppendResp.Success();
  if (outcome.revision < 0n) success.setNoStream(new shared.Empty());
  else success.setCurrentRevision(String(outcome.revision));
  const at = outcome.position?.toString();
  if (at === undefined) success.setNoPosition(new shared.Empty());
  else success.setPosition(new pb.AppendResp.Position().setCommitPosition(at).setPreparePosition(at));
  return new pb.AppendResp().setSuccess(success);
}

export function remove<Request extends pb.DeleteReq | pb.TombstoneReq, Response extends pb.DeleteResp | pb.TombstoneResp>(
  node: NodeContext,
  call: grpc.ServerUnaryCall<Request, Response>,
  callback: grpc.sendUnaryData<Response>,
  forEver: boolean,
  toResponse: (position: string | undefined) => Response,
): void {
  const options = call.request.getOptions();
  if (!options) {
    callback(statuses.unforeseen());
    return;
  }
  const stream = streamNameOf(options.getStreamIdentifier());
  const expected = expectedOf(options);
  const respond = (outcome: WriteOutcome): Response | Status => {
    if (outcome.kind === "wrong-version") return statuses.wrongVersion(stream, expected, outcome.current);
    return toResponse("position" in outcome ? outcome.position?.toString() : undefined);
  };
  const write = () => node.view.record.remove(stream, expected, forEver);
  answer(carryOut(node, call, "delete", stream, write, respond), callback);
}
