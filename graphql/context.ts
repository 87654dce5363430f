// The context of every resolver: the hub, the viewer, and what the fields of one request share.
import type { GraphQLError } from "graphql";
import type { Hub } from "../hub/hub.ts";
import { type Disclosing, disclosing } from "../queries/disclosing.ts";
import { findViewer } from "../queries/people/read-people.ts";
import { decodePosition, type PositionFault } from "../queries/position-token.ts";
import { openRequestReader, type RequestReader } from "../queries/request-reader.ts";
import type { Viewer } from "../services/people/viewer.ts";
import type { CommandContext } from "../services/pipeline/execute-command.ts";
import { type Budget, openBudget, UNBOUNDED } from "./budget.ts";
import { errorFor } from "./errors.ts";
import { LIMITS } from "./limits.ts";
import { openRequestRates, type RequestRates } from "./rate.ts";
import { openTurns, type Turns } from "./turns.ts";

export type Context = {
  readonly hub: Hub;
  /** The id of the person who is signed in. */
  readonly person: string;
  /** Looked up at each use, so that an assignment that ends during the request ends for it too. */
  readonly viewer: Viewer;
  readonly correlation: string;
  /** Collects what the answer discloses of concerns, to be on record before it is sent. */
  readonly disclosing: Disclosing;
  readonly connection: Connection;
  readonly budget: Budget;
  readonly rates: RequestRates;
  readonly turns: Turns;
  /** A value that several fields use, made once for its key. */
  readonly shared: RequestReader<Hub>["shared"];
  /** Reads again where a key of the keyring has to be fetched first. */
  readonly readAgain: RequestReader<Hub>["readAgain"];
  /** Drops what was read, because the request has changed something. */
  forget(): void;
  /** Throws NotReady where something of the answer may be older than the lag that is allowed between nodes. */
  assertCurrent(): void;
  /** Resolves when the read models have reached a position. Throws NotReady. */
  readonly reached: RequestReader<Hub>["reached"];
  /** Begins a subscription's next message, or an export's next page: with nothing read and an unused budget. */
  nextMessage(): void;
  /** Drops what a subscription's message has read: the next may come in hours. */
  messageReleased(): void;
  /** Begins a subscription's last message, which tells nothing that was read: it is sent however old that is. */
  lastMessage(): void;
};

/** `expires`: when the token ends, in seconds since 1970. `closed`: aborted when the client disconnects; made when it is first used. */
export type Connection = { readonly expires: number; readonly closed: () => AbortSignal };

/** `page`: for a browser. `print`: for paper. `download`: of one file. `export`: reads each record once, so it has no budget; `as` gives the office in which its reader exports. */
export type PresentedAs =
  | { readonly presentation: "page" | "print" | "download" }
  | { readonly presentation: "export"; readonly as: (viewer: Viewer) => Viewer };

/** `presented`: left out for clients of the API. */
export function contextOf(
  hub: Hub,
  person: string,
  correlation: string,
  connection: Connection,
  presented?: PresentedAs,
): Context {
  const exporting = presented?.presentation === "export" ? presented : undefined;
  const budget = exporting ? UNBOUNDED : openBudget();
  const reader = openRequestReader(hub, budget);
  let assertCurrent = hub.beginReading();
  let hasChanged = false;
  const lookUpViewer = () => {
    const found = findViewer(hub, person);
    return exporting ? exporting.as(found) : found;
  };
  return {
    hub: reader.hub,
    ...{ person, correlation, connection, budget, rates: openRequestRates(hub.rates, person), turns: openTurns() },
    ...{ shared: reader.shared, readAgain: reader.readAgain, reached: reader.reached },
    forget() {
      reader.forget();
      // What the first command of a request answers with is the oldest of its answer.
      if (!hasChanged) assertCurrent = hub.beginReading();
      hasChanged = true;
    },
    assertCurrent: () => assertCurrent(),
    nextMessage() {
      reader.forget();
      assertCurrent = hub.beginReading();
      budget.begin();
    },
    messageReleased: reader.forget,
    lastMessage() {
      reader.forget();
      assertCurrent = () => {};
    },
    disclosing: disclosing(hub, lookUpViewer, correlation, presented?.presentation),
    get viewer() {
      return lookUpViewer();
    },
  };
}

/** A mutation's input for a service: key and version apart from the rest. */
export function commandOf(
  { viewer, correlation }: Context,
  input: CommandInput,
): { readonly commandContext: CommandContext; readonly rest: Record<string, unknown> } {
  const { idempotencyKey, formerIdempotencyKeys, expectedVersion, ...rest } = input;
  if (formerIdempotencyKeys && formerIdempotencyKeys.length > MOST_FORMER_KEYS)
    throw badInput(`formerIdempotencyKeys: Give at most ${MOST_FORMER_KEYS} keys.`);
  const commandContext: CommandContext = {
    principal: { type: "Person", facts: viewer.facts },
    idempotencyKey,
    formerIdempotencyKeys: formerIdempotencyKeys ?? undefined,
    correlation,
    expectedVersion: expectedVersion ?? undefined,
  };
  return { commandContext, rest: withoutNulls(rest) };
}

/** For each, a stream is read. */
const MOST_FORMER_KEYS = 2;

export type CommandInput = Record<string, unknown> & {
  readonly idempotencyKey: string;
  readonly formerIdempotencyKeys?: readonly string[] | null | undefined;
  readonly expectedVersion?: number | null | undefined;
};

/** In GraphQL null stands for what is left out; in commands it is left out. */
function withoutNulls(value: Record<string, unknown>): Record<string, unknown> {
  const plain = (inner: unknown): unknown =>
    Array.isArray(inner) ? inner.map(plain) : typeof inner === "object" && inner !== null ? withoutNulls({ ...inner }) : inner;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, inner]) => inner !== null && inner !== undefined)
      .map(([name, inner]) => [name, plain(inner)]),
  );
}

const POSITION_FAULTS: Readonly<Record<PositionFault, string>> = {
  "not-a-position": "This is not a position. Give one that a command returned to you, unchanged.",
  "of-another-person": "This position was given to another person. Give one that a command returned to you.",
  "of-another-history":
    "The hub was restored from a backup that does not include this change. Leave out afterPosition, and check whether the change is there.",
};

/** Waits until the read models have reached a position that the viewer was given. */
export async function waitFor(context: Context, given: string | null | undefined): Promise<void> {
  if (!given) return;
  const read = await decodePosition(context.hub, context.viewer.person, given);
  if (read.fault) throw badInput(`afterPosition: ${POSITION_FAULTS[read.fault]}`);
  await context.reached(read.position);
}

/** A page size within bounds. */
export function pageSize(first: number | null | undefined, otherwise: number): number {
  const size = first ?? otherwise;
  if (size < 1 || size > LIMITS.pageSize) throw badInput(`first: Enter a page size from 1 to ${LIMITS.pageSize}.`);
  return size;
}

export const badInput = (message: string): GraphQLError => errorFor("BAD_USER_INPUT", message);
