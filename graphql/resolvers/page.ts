// Lists by page: cursors name the last entry that a page shows, concealed and bound to the viewer and the list they were made for. They hold how
// far both logs had got, so that none is taken up where the hub was restored from a backup in between.
import { isOfHistory, type Mark, markAt, markIn } from "../../event-log/history.ts";
import { badInput, type Context, pageSize } from "../context.ts";

export type PageArgs = { readonly first?: number | null; readonly after?: string | null };

type Paged<T> = {
  readonly nodes: readonly T[];
  /** The cursor is made when it is asked for. */
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: () => Promise<string> | undefined };
};

/** A page of a list that goes on after an entry's id. `list` gives up to `limit` entries after `after`; undefined where there is no such entry. */
export async function paged<T>(
  context: Context,
  name: unknown,
  args: PageArgs,
  list: (after: string | undefined, limit: number) => readonly T[] | undefined,
  idOf: (entry: T) => string,
): Promise<Paged<T>> {
  const size = pageSize(args.first, 20);
  const binding = JSON.stringify([context.viewer.person, name]);
  const page = list(args.after ? await openCursor(context, binding, args.after) : undefined, size + 1);
  if (!page) throw badCursor();
  const nodes = page.slice(0, size);
  const last = nodes.at(-1);
  const endCursor = () => last && makeCursor(context, binding, idOf(last));
  return { nodes, pageInfo: { hasNextPage: page.length > size, endCursor } };
}

export async function makeCursor({ hub }: Context, binding: string, id: string): Promise<string> {
  const marks = await Promise.all([hub.log, hub.disclosures].map(async (log) => markAt(log, await log.head())));
  return hub.keys.conceal(JSON.stringify([id, ...marks]), `cursor ${binding}`);
}

export async function openCursor({ hub }: Context, binding: string, cursor: string): Promise<string> {
  const text = hub.keys.unconceal(cursor, `cursor ${binding}`);
  const [id, ...marks] = text === undefined ? [] : (JSON.parse(text) as [string, Mark, Mark]);
  if (id === undefined) throw badCursor();
  const held = await Promise.all([hub.log, hub.disclosures].map((log, at) => isOfHistory(log, markIn(marks[at]) ?? NO_MARK)));
  if (!held.every(Boolean))
    throw badInput("after: the hub was restored from a backup since you read this page. Start again from the first page.");
  return id;
}
/** Of no history: no event has it. */
const NO_MARK: Mark = ["", "none"];

const badCursor = () => badInput("after: this cursor does not belong to this list. Start again from the first page.");
