// The Read gRPC call: reads of a stream, reads of all events, and subscriptions to all events.
import type pb from "@eventstore/db-client/generated/streams_pb.js";
import { refusalOf } from "./access.ts";
import { eventMessage, notFoundMessage, type Status, statuses, streamNameOf } from "./messages.ts";
import type { NodeContext } from "./node.ts";
import { type Direction, type Filter, type From, InvalidPosition, type LogPosition, readAll, readStream } from "./reads.ts";
import type { Recorded } from "./record.ts";
import { type Call, subscribe } from "./subscription.ts";

/** The search window if a subscriber sets none. */
const DEFAULT_WINDOW = 32;

export function read(node: NodeContext, call: Call): void {
  const refusal = begin(node, call);
  if (refusal) call.emit("error", refusal);
}

/** Starts a read. Returns the status if the read is refused. */
function begin(node: NodeContext, call: Call): Status | undefined {
  const options = call.request.getOptions();
  if (!options) return statuses.unforeseen();
  const stream = options.getStream();
  const name = stream ? streamNameOf(stream.getStreamIdentifier()) : "$all";
  const refusal = refusalOf(call.metadata, node.accounts, node.view.record, "read", name);
  if (refusal) return refusal;
  const route = call.metadata.get("requires-leader").length > 0 ? node.routeOf(true) : undefined;
  if (route) return route === "nowhere" ? undefined : route;
  const direction: Direction = options.getReadDirection() === 0 ? "forwards" : "backwards";
  const count = Number(options.getCount());
  const position = options.getAll()?.getPosition();
  if (position && BigInt(position.getPreparePosition()) > BigInt(position.getCommitPosition())) return statuses.unforeseen();
  if (stream) return options.hasSubscription() ? statuses.unimplemented() : readOne(node, call, stream, name, direction, count);
  if (options.hasSubscription()) subscribeAll(node, call, options);
  // The real server never ends a read of zero events.
  else if (count > 0) void sendAll(call, count, () => readAll(node.view, fromOf(options.getAll()), direction));
  return undefined;
}

function readOne(
  { view }: NodeContext,
  call: Call,
  options: pb.ReadReq.Options.StreamOptions,
  name: string,
  direction: Direction,
  count: number,
): Status | undefined {
  if (count === 0 || (options.hasEnd() && direction === "forwards")) return statuses.readFailed("ReadStreamResult");
  const from: From<bigint> = options.hasStart() ? "start" : options.hasEnd() ? "end" : BigInt(options.getRevision());
  const found = readStream(view, name, from, direction);
  if (found === "deleted") return statuses.streamDeleted(name);
  if (found === "not-found") {
    call.write(notFoundMessage(name));
    call.end();
  } else void sendAll(call, count, () => found);
  return undefined;
}

/** Sends events as fast as the client reads them. */
async function sendAll(call: Call, count: number, read: () => Iterable<Recorded>): Promise<void> {
  let left = count;
  let goOn = () => {};
  for (const event of ["drain", "cancelled"]) call.on(event, () => goOn());
  try {
    for (const event of read()) {
      if (left <= 0 || call.cancelled) break;
      left -= 1;
      if (call.write(eventMessage(event))) continue;
      await new Promise<void>((resolve) => {
        goOn = resolve;
      });
    }
    call.end();
  } catch (error) {
    if (!(error instanceof InvalidPosition)) throw error;
    call.emit("error", statuses.readFailed("ReadAllResult"));
  }
}

type AllOptions = pb.ReadReq.Options.AllOptions;

function fromOf(all: AllOptions | undefined): From<LogPosition> {
  const position = all?.getPosition();
  if (!position) return all?.hasEnd() ? "end" : "start";
  return { commit: BigInt(position.getCommitPosition()), prepare: BigInt(position.getPreparePosition()) };
}

function subscribeAll(node: NodeContext, call: Call, options: pb.ReadReq.Options): void {
  const filter = options.getFilter();
  const window = filter?.hasMax() ? filter.getMax() : DEFAULT_WINDOW;
  const checkpointEvery = filter && window * filter.getCheckpointintervalmultiplier();
  const request = { from: fromOf(options.getAll()), filter: filterOf(filter), window, checkpointEvery };
  subscribe(node.view, call, request, node.subscriptions);
}

function filterOf(filter: pb.ReadReq.Options.FilterOptions | undefined): Filter {
  const byName = filter?.getStreamIdentifier();
  const expression = byName ?? filter?.getEventType();
  if (!expression) return () => true;
  const subject = (event: Recorded) => (byName ? event.stream : event.type);
  const regex = expression.getRegex();
  if (regex !== "") {
    const pattern = new RegExp(regex);
    return (event) => pattern.test(subject(event));
  }
  const prefixes = expression.getPrefixList();
  return (event) => prefixes.some((prefix) => subject(event).startsWith(prefix));
}
