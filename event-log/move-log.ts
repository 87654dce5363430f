// Copies a log from one store to another, event by event and unchanged. Events that the target already has are compared and not written again, so an
// interrupted copy can continue. Afterwards both logs are read once more and compared from the first event to the last.
import { type Position, START } from "./port.ts";
import { isSame, isWhole, type RawEvent, type RawLog } from "./raw-event.ts";

/** The target holds something else, or the source is damaged. Nothing more was written. */
export class MoveRefused extends Error {
  override name = "MoveRefused";
}

type MoveOptions = {
  /** Streams that belong to the store and not to the log. */
  readonly isLeftOut: (stream: string) => boolean;
  /** Called after each page with the number of events that the target has. */
  readonly progress?: (events: number) => void;
};

const PAGE = 500;

/** Returns the numbers of events that the target already had, and of those written. Throws MoveRefused, LogUnavailable. */
export async function moveLog(from: RawLog, to: RawLog, { isLeftOut, progress = () => {} }: MoveOptions) {
  const source = eventsOf(from, isLeftOut);
  let already = 0;
  for await (const there of eventsOf(to, isLeftOut)) {
    const { value: event } = await source.next();
    if (!event || !isSame(event, there))
      throw new MoveRefused(`The target holds another event than the source, at its position ${there.position}.`);
    already += 1;
  }
  let written = 0;
  for (let page = await nextOf(source); page.length > 0; page = await nextOf(source)) {
    const damaged = page.find((event) => !isWhole(event));
    if (damaged) throw new MoveRefused(`The source is damaged: an event was changed, at its position ${damaged.position}.`);
    await to.write(page);
    written += page.length;
    progress(already + written);
  }
  await assertEqual(from, to, isLeftOut);
  return { already, written };
}

/** Compares every event of both logs, and checks each against its hash and its link to the event before it in its stream. */
async function assertEqual(from: RawLog, to: RawLog, isLeftOut: MoveOptions["isLeftOut"]): Promise<void> {
  const lasts = new Map<string, Pick<RawEvent, "version" | "hash">>();
  const source = eventsOf(from, isLeftOut);
  for await (const copy of eventsOf(to, isLeftOut)) {
    const { value: event } = await source.next();
    const last = lasts.get(copy.stream);
    const isLinked = copy.version === (last?.version ?? 0) + 1 && copy.previousHash === (last?.hash ?? "");
    if (!event || !isSame(event, copy) || !isWhole(copy) || !isLinked)
      throw new MoveRefused(`The copy differs from the source, at its position ${copy.position}.`);
    lasts.set(copy.stream, { version: copy.version, hash: copy.hash });
  }
  if (!(await source.next()).done) throw new MoveRefused("The copy ends before the source does.");
}

async function* eventsOf(log: RawLog, isLeftOut: MoveOptions["isLeftOut"]): AsyncGenerator<RawEvent, undefined> {
  for (let after: Position = START; ; ) {
    const page = await log.read(after, PAGE);
    for (const event of page) if (!isLeftOut(event.stream)) yield event;
    const last = page.at(-1);
    if (!last) return undefined;
    after = last.position;
  }
}

async function nextOf(events: AsyncGenerator<RawEvent, undefined>): Promise<readonly RawEvent[]> {
  const page: RawEvent[] = [];
  while (page.length < PAGE) {
    const { value } = await events.next();
    if (!value) break;
    page.push(value);
  }
  return page;
}
