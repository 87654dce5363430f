// The council's ledger, and past states of concerns.
import { actOf } from "../../queries/attribution.ts";
import { isUnreadableTo } from "../../queries/cannot-be-read.ts";
import { listConcerns } from "../../queries/concerns/list-concerns.ts";
import { buildDisclosedPastConcern, type DisclosedConcern, disclosedConcernBuilder } from "../../queries/disclosed-concern.ts";
import { findDisclosedRecord } from "../../queries/disclosed-record.ts";
import { daysOfDiscarding } from "../../queries/ledger/discarded.ts";
import { readHistory } from "../../queries/ledger/history.ts";
import { disclosuresRemovedTo, lossesInWords } from "../../queries/ledger/losses.ts";
import {
  disclosuresOfConcern,
  entryOfDisclosure,
  ledgerDisclosures,
  mayReadLedger,
  type ShownDisclosure,
} from "../../queries/ledger/read-ledger.ts";
import { capacitiesOf, nameOfRecipient } from "../../queries/ledger/recipients.ts";
import { countRestricted } from "../../queries/ledger/restricted.ts";
import { scopeInWords } from "../../queries/ledger/scope-in-words.ts";
import { type Moment, momentOf } from "../../queries/past/as-of.ts";
import { readPast, recordAt } from "../../queries/past/past-concern.ts";
import { ALL_RECORD_PARTS, RECORD_KINDS, RECORD_PARTS } from "../../reference/record-parts.ts";
import { wordOf } from "../../services/concern/event-words.ts";
import type { Viewer } from "../../services/people/viewer.ts";
import { isRefusal, refuse } from "../../services/refusals.ts";
import { type Context, pageSize, waitFor } from "../context.ts";
import type { Resolvers } from "../generated/resolver-types.ts";
import { noteCount } from "./connection.ts";
import { type EntryInCursor, makeCursor, openCursor, type PageArgs, paged, pagedByNumber } from "./page.ts";
import { body, region } from "./reference.ts";

export const ledgerResolvers = {
  Query: {
    async ledger(_, { council: code, at, afterPosition }, context) {
      await waitFor(context, afterPosition);
      const { hub } = context;
      const council = hub.councils.find(code);
      if (!mayReadLedger(hub, context.viewer.facts, council) || !council) return refuse("NOT_FOUND", "council");
      const moment = at ? await instantOf(context, at) : undefined;
      if (moment && isRefusal(moment)) return moment;
      await waitForDisclosures(context);
      return { council, moment };
    },
    async pastConcern(_, { concern, at }, context) {
      const moment = await instantOf(context, at);
      if (isRefusal(moment)) return moment;
      const { viewer, shared } = context;
      const past = await shared(`pastConcern ${concern} ${moment.at}`, () => pastOf(context, viewer, concern, moment));
      if (!past)
        return refuse(isUnreadableTo(context.hub, viewer.facts, "concern", concern) ? "CANNOT_BE_READ" : "NOT_FOUND", "concern");
      const leaving = buildDisclosedPastConcern(context.hub, viewer, "past", past, moment);
      // The existence of a concern is a disclosure, whatever the selection.
      context.disclosing.note(leaving, "headline");
      return { moment, concern: leaving };
    },
  },
  LedgerResult: { __resolveType: (result) => (isRefusal(result) ? "Refused" : "Ledger") },
  PastConcernResult: { __resolveType: (result) => (isRefusal(result) ? "Refused" : "PastConcern") },
  PastConcern: {
    at: ({ moment }) => moment.at,
    policyVersion: ({ moment }) => moment.policy.version,
  },
  Ledger: {
    at: ({ moment }, _, { hub }) => moment?.at ?? hub.now().toISOString(),
    policyVersion: ({ moment }, _, { hub }) => (moment?.policy ?? hub.policy).version,
    scope: ({ council }, _, { hub, viewer }) =>
      scopeInWords(hub, hub.asOfCouncil(viewer, council.code, hub.today()).facts, council),
    removedTo: (_, __, { hub }) => disclosuresRemovedTo(hub),
    discarded: ({ council, moment }, _, { hub, viewer }) =>
      daysOfDiscarding(hub, hub.asOfCouncil(viewer, council.code, hub.today()).facts, council, moment?.at),
    restrictedCount({ council }, _, context) {
      const viewer = context.hub.asOfCouncil(context.viewer, council.code, context.hub.today());
      const count = countRestricted(context.hub, viewer.facts, council);
      if (count > 0) noteCount(context, viewer, council.code);
      return count;
    },
    losses: ({ council }, _, { hub }) => lossesInWords(hub, council.code),
    concerns({ council, moment }, args, context) {
      const { hub } = context;
      const viewer = hub.asOfCouncil(context.viewer, council.code, hub.today());
      if (!moment) {
        const list = (after: string | undefined, limit: number) =>
          listConcerns(hub, viewer.facts, { council: council.code }, after, limit);
        const page = paged(context, ["ledger", council.code], args, list, ({ id }) => id);
        return {
          nodes: () => page.nodes.map(disclosedConcernBuilder(hub, viewer, "ledger")),
          pageInfo: countedPage(context, viewer, council.code, page),
        };
      }
      return pastConcerns(context, viewer, council.code, moment, args);
    },
    disclosures({ council, moment }, args, context) {
      const { hub } = context;
      const viewer = hub.asOfCouncil(context.viewer, council.code, hub.today());
      const list = (after: EntryInCursor | undefined, limit: number) =>
        ledgerDisclosures(hub, viewer.facts, council, { after, until: moment?.at, limit });
      const name = ["ledger disclosures", council.code, moment?.at];
      const page = pagedByNumber(context, name, { ...args, first: args.first ?? 50 }, list, entryOfDisclosure);
      const nodes = () => {
        noteListed(
          context,
          viewer,
          page.nodes.flatMap(({ record }) => (record ? [record] : [])),
        );
        return page.nodes.map((entry) => ({ ...entry, leaf: () => notedLeaf(context, viewer, entry) }));
      };
      return { nodes, pageInfo: countedPage(context, viewer, council.code, page) };
    },
  },
  Concern: {
    async history(concern, _, { hub, shared }) {
      if (!concern.parts.has("sharingRecord")) return null;
      const { id, parts, moment, facts } = concern;
      const history = await shared(`history ${id} ${moment?.at} ${[...parts.keys()]}`, () =>
        readHistory(hub, concern, moment?.at),
      );
      return history.map((entry) => ({ ...entry, act: actOf({ actor: entry.by, at: entry.at }, facts) }));
    },
    async disclosures(concern, args, context) {
      if (!concern.parts.has("sharingRecord")) return null;
      await waitForDisclosures(context);
      const until = concern.moment?.at;
      const list = (after: EntryInCursor | undefined, limit: number) =>
        disclosuresOfConcern(context.hub, concern, { after, until, limit });
      return pagedByNumber(context, ["disclosures", concern.id, until], args, list, entryOfDisclosure);
    },
  },
  Disclosure: {
    kind: ({ record }) => RECORD_KINDS.find((kind) => kind === record?.[0]) ?? "count",
    subject: ({ record }) => record?.[1],
    concern: ({ record }) => (record?.[0] === "concern" ? record[1] : null),
    person: ({ person }, _, { hub }) => ({ id: person, name: nameOfRecipient(hub, person) }),
    capacities: (disclosure, _, { hub }) => capacitiesOf(hub, disclosure),
    parts: ({ parts }) =>
      ALL_RECORD_PARTS.flatMap((part) => {
        const policies = parts[part];
        return policies ? [{ part, policies }] : [];
      }),
    record: ({ leaf }) => leaf(),
  },
  DisclosureRecord: {
    leaf: ({ text }) => text,
    path: ({ path }) => Array.from({ length: path.length / 32 }, (_, n) => base64url(path.subarray(32 * n, 32 * (n + 1)))),
    root: ({ root }) => base64url(root),
  },
  HistoryEntry: { event: ({ event }) => wordOf(event) },
  Capacity: {
    bodies: ({ bodies }) => bodies.map(body),
    regions: ({ regions }) => regions.map(region),
    council: ({ council }, _, { hub }) => (council === undefined ? null : hub.councils.find(council)),
  },
} satisfies Resolvers;

/** Waits until earlier disclosures are in the read model. */
export const waitForDisclosures = async ({ hub }: Context) => hub.disclosed.reached(await hub.disclosures.head(), 10_000);

/** Returns a page's position, which discloses that the council has concerns. */
type AnyPage<Info> = { readonly nodes: readonly unknown[]; readonly pageInfo: Info };
const countedPage =
  <Info>(context: Context, viewer: Viewer, council: string, { nodes, pageInfo }: AnyPage<Info>) =>
  (): Info => {
    if (nodes.length > 0) noteCount(context, viewer, council);
    return pageInfo;
  };

type RecordNames = readonly NonNullable<ShownDisclosure["record"]>[];

/** That a record was disclosed tells that there is one. Of a concern it is part of the sharing record. */
function noteListed({ hub, disclosing }: Context, viewer: Viewer, records: RecordNames): void {
  for (const name of new Map(records.map((one) => [one.join(" "), one])).values()) {
    const record = findDisclosedRecord(hub, viewer, "ledger", name);
    if (record) disclosing.note(record, RECORD_PARTS[record.kind][0]);
    if (record?.kind === "concern") disclosing.note(record, "sharingRecord");
  }
}

/** A leaf tells of every record that it names. */
function notedLeaf(context: Context, viewer: Viewer, { leaf }: ShownDisclosure): ReturnType<ShownDisclosure["leaf"]> {
  const shown = leaf();
  if (shown) noteListed(context, viewer, shown.records);
  return shown;
}

const base64url = (bytes: Uint8Array): string => Buffer.from(bytes).toString("base64url");

/** Returns a past instant, looked up once for each request: a query can name the same one under many names. */
const instantOf = ({ hub, shared }: Context, at: string) => shared(`moment ${at}`, () => momentOf(hub, at));

/** Returns a concern at a past time, folded once for each request. */
const pastOf = ({ hub, shared }: Context, viewer: Viewer, id: string, moment: Moment) =>
  readPast(hub, viewer, id, moment, () => shared(`past ${id} ${moment.at}`, () => recordAt(hub, id, moment)));

/** Returns a page of a past ledger: reads today's concerns as they were at that time, one by one, until the page is full. */
async function pastConcerns(context: Context, viewer: Viewer, council: string, moment: Moment, args: PageArgs) {
  const { hub } = context;
  const size = pageSize(args.first, 20);
  const binding = JSON.stringify([viewer.person, "past ledger", council, moment.at]);
  const nodes: DisclosedConcern[] = [];
  let after = args.after ? openCursor(context, binding, args.after) : undefined;
  for (;;) {
    const [next] = listConcerns(hub, viewer.facts, { council }, after, 1) ?? [];
    const past = next && (await pastOf(context, viewer, next.id, moment));
    if (!next || (past && nodes.length === size)) {
      // The cursor has the last concern on the page, because the viewer may not see the last one that was read.
      const last = nodes.at(-1)?.id;
      const pageInfo = {
        hasNextPage: next !== undefined,
        endCursor: () => next && last && makeCursor(context, binding, last),
      };
      return { nodes, pageInfo: countedPage(context, viewer, council, { nodes, pageInfo }) };
    }
    if (past) nodes.push(buildDisclosedPastConcern(hub, viewer, "ledger", past, moment));
    after = next.id;
  }
}
