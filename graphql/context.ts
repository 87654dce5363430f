// What every resolver has: the hub, who asks, and what the fields of one request share. Policy decides who may see what; resolvers follow
// the parts that it grants.
import type { GraphQLError } from "graphql";
import { isOfHistory, markAt, markIn } from "../event-log/history.ts";
import type { Position } from "../event-log/port.ts";
import type { Hub } from "../hub/hub.ts";
import type { Reader } from "../projections/register/concern-record.ts";
import type { Viewer } from "../services/people/viewer.ts";
import type { CommandContext } from "../services/pipeline/execute-command.ts";
import { type Budget, openBudget, UNBOUNDED } from "./budget.ts";
import { type Disclosing, disclosing } from "./disclosing.ts";
import { errorFor } from "./errors.ts";
import { openRequestReader, type RequestReader } from "./request-reader.ts";
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
  readonly shared: RequestReader["shared"];
  /** What was read is read anew: the request itself has changed something. */
  forget(): void;
  /** Resolves when what is read holds everything up to a position. Throws NotReady. */
  readonly reached: RequestReader["reached"];
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
    const people = hub.people.queries();
    const found = people.viewer(person) ?? people.stranger(person);
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

export const readerOf = ({ hub, viewer }: Context): Reader => ({ person: viewer.facts, rights: hub.rights });

/** A mutation's input as a question to a service: the key and version aside, the rest as it came. */
export function askingOf(
  { viewer, correlation }: Context,
  input: CommandInput,
): { readonly asking: CommandContext; readonly rest: Record<string, unknown> } {
  const { idempotencyKey, formerIdempotencyKeys, expectedVersion, ...rest } = input;
  if (formerIdempotencyKeys && formerIdempotencyKeys.length > MOST_FORMER_KEYS)
    throw badInput(`formerIdempotencyKeys: at most ${MOST_FORMER_KEYS} keys.`);
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

/** A position as its asker gets it: it tells nobody how much is recorded, and is good for that person alone. */
export const givenPosition = async ({ hub, viewer }: Context, position: Position): Promise<string> =>
  hub.keys.encryptToken(JSON.stringify([viewer.person, await markAt(hub.log, position)]), POSITION_LABEL);

const POSITION_LABEL = "position";

/** A position that was given to this person. Throws a GraphQLError that says what is wrong with any other. */
async function openPosition({ hub, viewer }: Context, given: string): Promise<Position> {
  const text = hub.keys.decryptToken(given, POSITION_LABEL);
  const [person, written] = text === undefined ? [] : (JSON.parse(text) as [string, unknown]);
  const mark = markIn(written);
  if (mark === undefined)
    throw badInput("afterPosition: this is not a position. Give one that a command returned to you, as it is.");
  if (person !== viewer.person)
    throw badInput("afterPosition: this position was given to another person. Give one that a command returned to you.");
  // One that the log does not have would be waited for in vain, or found where something else happened.
  if (!(await isOfHistory(hub.log, mark)))
    throw badInput(
      "afterPosition: the hub was restored from a backup and does not hold what you did then. Look for it without afterPosition.",
    );
  return mark[0];
}

/** Waits until this node's read models have got to a position that the asker was given. */
export async function waitFor(context: Context, given: string | null | undefined): Promise<void> {
  if (!given) return;
  await context.reached(await openPosition(context, given));
}

/** A page size within bounds. */
export function pageSize(first: number | null | undefined, otherwise: number): number {
  const size = first ?? otherwise;
  if (size < 1 || size > 100) throw badInput("first: a page has 1 to 100 entries.");
  return size;
}

export const badInput = (message: string): GraphQLError => errorFor("BAD_USER_INPUT", message);
