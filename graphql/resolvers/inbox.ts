// The inbox: the viewer's tasks.
import { attribution } from "../../queries/attribution.ts";
import { findOutcome } from "../../queries/concerns/outcomes.ts";
import { buildDisclosedOutcome, findDisclosedRecord } from "../../queries/disclosed-record.ts";
import type { InboxItem } from "../../queries/inbox/inbox-item.ts";
import { type InboxFilter, type InboxPage, readInbox, readTask } from "../../queries/inbox/read-inbox.ts";
import { actOfTask } from "../../queries/inbox/task-act.ts";
import { taskCommandsNow } from "../../queries/inbox/task-commands-now.ts";
import { type Actor, readActor } from "../../queries/people/read-actor.ts";
import { claimCommands } from "../../services/claim/decide.ts";
import { decodeTask, encodeTask } from "../../services/claim/task-name.ts";
import type { Occurrence } from "../../services/concern/events.ts";
import { taskInWords } from "../../services/tasks.ts";
import { type Context, pageSize, waitFor } from "../context.ts";
import type { QueryResolvers, Resolvers } from "../generated/resolver-types.ts";
import type { FieldInfo } from "../selected-fields.ts";
import { mutations, namesOf, resultOf } from "./command.ts";
import { oneSignal, oneSubmission } from "./intake.ts";
import { oneConcern, oneRecord } from "./one-record.ts";
import { oneOutcome } from "./outcome.ts";
import { openCursor, type PageArgs, pageOfItems } from "./page.ts";
import { findSupport } from "./support.ts";

/** Returns the record that an item is about, if it has the type. */
const about =
  <T>(type: InboxItem["type"], find: (context: Context, id: string, info: FieldInfo) => T) =>
  (item: InboxItem, _: unknown, context: Context, info: FieldInfo): T | null =>
    item.type === type ? find(context, item.subject, info) : null;

/** A task about a record discloses parts of the record, whatever the selection. */
export function noteTask({ hub, viewer, disclosing }: Context, { type, kind, subject, tells }: InboxItem): void {
  const outcome = kind === "outcome-to-read" && findOutcome(hub, viewer, subject);
  const isRecord = type !== "council" && type !== "assignment" && type !== "person";
  const record = outcome
    ? buildDisclosedOutcome(hub, viewer, "inbox", outcome)
    : isRecord && findDisclosedRecord(hub, viewer, "inbox", [type, subject]);
  if (record) for (const part of tells ?? []) disclosing.note(record, part);
}

export function inboxPage(context: Context, args: PageArgs, filter: InboxFilter = {}) {
  const { hub, viewer, shared } = context;
  const binding = JSON.stringify([viewer.person, "inbox", ...(Object.keys(filter).length > 0 ? [filter] : [])]);
  const after = args.after ? (JSON.parse(openCursor(context, binding, args.after)) as InboxPage["end"]) : undefined;
  const size = pageSize(args.first, 20);
  const page = () =>
    shared(`inbox ${size} ${args.after} ${JSON.stringify(filter)}`, () => readInbox(hub, viewer, after, size, filter));
  return { read: page, ...pageOfItems(context, page, binding, (item) => noteTask(context, item), filter.council !== undefined) };
}

/** Who did what the task follows from. */
function actorOf(hub: Context["hub"], item: InboxItem): Actor | undefined {
  const act = actOfTask(hub, item);
  return act && readActor(hub, act);
}

/** What somebody did with a task: an adviser for the region, an officer of the council, or for the body whose task it is. */
function saidBy({ hub }: Context, done: Occurrence, { council, name }: InboxItem) {
  const region = council === undefined ? undefined : hub.councils.find(council)?.region;
  const body = name?.side.startsWith("body:") ? name.side.slice("body:".length) : undefined;
  return attribution(done, { council, region, body });
}

type FilterInput = NonNullable<Parameters<NonNullable<QueryResolvers["inbox"]>>[1]["filter"]>;

/** The filter with the council's current code. No code is longer, so a truncated code matches nothing either. */
const filterIn = ({ hub }: Context, { kind, council, overdue, mine, hidePutOff }: FilterInput): InboxFilter => ({
  ...(kind && { kind }),
  ...(council && { council: hub.councils.currentCode(council.slice(0, 20)) }),
  ...(overdue !== null && overdue !== undefined && { overdue }),
  ...(mine !== null && mine !== undefined && { mine }),
  ...(hidePutOff && { hidePutOff }),
});

export const inboxResolvers = {
  Query: {
    async inbox(_, args, context) {
      await waitFor(context, args.afterPosition);
      return inboxPage(context, args, filterIn(context, args.filter ?? {}));
    },
    task(_, { id }, context) {
      const name = decodeTask(id);
      const item = name && readTask(context.hub, context.viewer, name);
      if (item) noteTask(context, item);
      return item ?? null;
    },
  },
  Mutation: mutations(
    namesOf(claimCommands),
    ({ claim }) => claim,
    (_, input) => ({ id: String(input.task) }),
  ),
  TaskResult: resultOf("TaskChanged"),
  InboxItem: {
    id: ({ name }) => name && encodeTask(name),
    claimed: (item, _, context) => item.claimed && saidBy(context, item.claimed, item),
    putOff: (item, _, context) => item.putOff && { until: item.putOff.until, said: saidBy(context, item.putOff, item) },
    commands: (item, _, { hub, viewer }) => taskCommandsNow(hub, viewer, item),
    sentence: (item, _, { hub }) => taskInWords(item.kind, item.due, actorOf(hub, item)?.name),
    actor: (item, _, { hub }) => actorOf(hub, item),
    council: ({ council }, _, { hub }) => (council ? hub.councils.find(council) : null),
    concern: about("concern", (context, id, info) => oneRecord(context, "concern", id, oneConcern(context, "inbox", id, info))),
    outcome: (item, _, context) => (item.kind === "outcome-to-read" ? oneOutcome(context, "inbox", item.subject) : null),
    support: about("support", (context, id) => findSupport(context, "inbox", id)),
    submission: about("submission", (context, id) => oneSubmission(context, "inbox", id)),
    signal: about("signal", (context, id) => oneSignal(context, "inbox", id)),
  },
} satisfies Resolvers;
