// What every resolver has: the hub, who asks, and what the fields of one request share. Policy decides who may see what; resolvers follow
// the parts that it grants.
import type { GraphQLError } from "graphql";
import type { Hub } from "../hub/hub.ts";
import { type Disclosing, disclosing } from "../queries/disclosing.ts";
import { findViewer } from "../queries/people/read-people.ts";
import { type PositionFault, readPosition } from "../queries/position-token.ts";
import { openRequestReader, type RequestReader } from "../queries/request-reader.ts";
import type { Viewer } from "../services/people/viewer.ts";
import type { CommandContext } from "../services/pipeline/execute-command.ts";
import { type Budget, openBudget, UNBOUNDED } from "./budget.ts";
import { errorFor } from "./errors.ts";
import { openTurns, type Turns } from "./turns.ts";

export type Context = {
  readonly hub: Hub;
  /** Who asks, looked up anew at each use: an assignment that ends while a request is read or waits ends for it too. */
  readonly viewer: Viewer;
  readonly correlation: string;
  /** What the answer carries of concerns, to be on record before it leaves. */
  readonly disclosing: Disclosing;
  readonly connection: Connection;
  readonly budget: Budget;
  readonly turns: Turns;
  /** What several fields ask for, made once: by a key that says what it is, of what and for whom. */
  readonly shared: RequestReader<Hub>["shared"];
  /** What was read is read anew: the request itself has changed something. */
  forget(): void;
  /** Resolves when what is read holds everything up to a position. Throws NotReady. */
  readonly reached: RequestReader<Hub>["reached"];
  /** A subscription's next message, or an export's next page: what it reads is read and counted anew. */
  nextMessage(): void;
};

/**
 * How long whoever asks can be answered. `expires`: when their token ends, in seconds since 1970; `closed` tells that they have left, made for
 * those who ask.
 */
export type Connection = { readonly expires: number; readonly closed: () => AbortSignal };

/** An export, which opens all there is, each thing once: nothing is counted. `as`: its reader in the office they export in. */
export type Exporting = { readonly as: (viewer: Viewer) => Viewer };

export function contextOf(hub: Hub, person: string, correlation: string, connection: Connection, exporting?: Exporting): Context {
  const budget = exporting ? UNBOUNDED : openBudget();
  const reader = openRequestReader(hub, budget);
  const lookUpViewer = () => {
    const found = findViewer(hub, person);
    return exporting ? exporting.as(found) : found;
  };
  return {
    hub: reader.hub,
    ...{ correlation, connection, budget, turns: openTurns() },
    ...{ shared: reader.shared, forget: reader.forget, reached: reader.reached },
    nextMessage() {
      reader.forget();
      budget.begin();
    },
    disclosing: disclosing(hub, lookUpViewer, correlation, exporting && "export"),
    get viewer() {
      return lookUpViewer();
    },
  };
}

/** A mutation's input as a question to a service: the key and version aside, the rest as it came. */
export function askingOf(
  { viewer, correlation }: Context,
  input: CommandInput,
): { readonly asking: CommandContext; readonly rest: Record<string, unknown> } {
  const { idempotencyKey, formerIdempotencyKeys, expectedVersion, ...rest } = input;
  if (formerIdempotencyKeys && formerIdempotencyKeys.length > MOST_FORMER_KEYS)
    throw badInput(`formerIdempotencyKeys: Give at most ${MOST_FORMER_KEYS} keys.`);
  const asking: CommandContext = {
    principal: { type: "Person", facts: viewer.facts },
    idempotencyKey,
    formerIdempotencyKeys: formerIdempotencyKeys ?? undefined,
    correlation,
    expectedVersion: expectedVersion ?? undefined,
  };
  // GraphQL lets null stand for "left out"; the commands know only "left out".
  return { asking, rest: withoutNulls(rest) };
}

/** Each costs a look at a stream. */
const MOST_FORMER_KEYS = 2;

export type CommandInput = Record<string, unknown> & {
  readonly idempotencyKey: string;
  readonly formerIdempotencyKeys?: readonly string[] | null | undefined;
  readonly expectedVersion?: number | null | undefined;
};

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

/** Waits until this node's read models have got to a position that the asker was given. */
export async function waitFor(context: Context, given: string | null | undefined): Promise<void> {
  if (!given) return;
  const read = await readPosition(context.hub, context.viewer.person, given);
  if (read.fault) throw badInput(`afterPosition: ${POSITION_FAULTS[read.fault]}`);
  await context.reached(read.position);
}

/** A page size within bounds. */
export function pageSize(first: number | null | undefined, otherwise: number): number {
  const size = first ?? otherwise;
  if (size < 1 || size > 100) throw badInput("first: Enter a page size from 1 to 100.");
  return size;
}

export const badInput = (message: string): GraphQLError => errorFor("BAD_USER_INPUT", message);
