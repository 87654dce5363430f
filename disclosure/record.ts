// Disclosure before data: what an answer carries is on disk before the answer leaves. Answers of one moment are recorded together, with one append
// for each stream and one event for what several people were given alike.
import { boundedCache } from "../caching/cache.ts";
import { ClockBehind, type EventData, type EventLog, LogUnavailable } from "../event-log/port.ts";
import type { Surface } from "../reference/surfaces.ts";
import { londonDate } from "../services/dates.ts";
import { type Disclosed, disclosureStream, type View } from "./events.ts";
import { openRecentDisclosures } from "./recent-disclosures.ts";

/** What one answer carries of one council's concerns. A count has no views. */
export type Disclosure = {
  readonly council: string;
  readonly surface: Surface;
  readonly person: string;
  /** The assignments that let the person see it, by id. */
  readonly assignments: readonly string[];
  readonly request: string;
  readonly policyVersion: string;
  readonly views: readonly View[];
};

export type Recorder = ReturnType<typeof disclosureRecorder>;

type RecorderDeps = { readonly log: EventLog; readonly now: () => Date; readonly newId: () => string };
/** One append: its events by what left, each with those to whom it left. */
type Batch = { readonly stream: string; readonly policyVersion: string; readonly events: Map<string, Disclosed> };

/** How long answers wait for each other under load, for `list_http_new`. */
const PACE_MS = 5;
/** Sets of parts with their policies: as many as there are roles and parts that they read. */
const PART_SETS = 2_000;

export function disclosureRecorder({ log, now, newId }: RecorderDeps) {
  const recent = openRecentDisclosures();
  const equalParts = boundedCache<string, View["parts"]>(PART_SETS);
  const partsByRights = new WeakMap<object, Map<number, View["parts"]>>();
  let batches = new Map<string, Batch>();
  let recording: Promise<unknown> | undefined;
  /** How many answers wait, and how many the last commit was for. */
  let [waiting, together] = [0, 0];

  /** A single reader's answers are recorded at once. Where several read at the same time, they wait a moment and share a commit. */
  async function flush(): Promise<unknown> {
    await new Promise((resolve) => (together > 1 ? setTimeout(resolve, PACE_MS) : setImmediate(resolve)));
    const due = [...batches.values()];
    together = waiting;
    [batches, recording, waiting] = [new Map(), undefined, 0];
    return Promise.all(due.map((batch) => append(log, batch, newId(), now())));
  }

  function enqueue({ council, surface, person, assignments, request, policyVersion }: Disclosure, views: readonly View[]) {
    const stream = disclosureStream(council, londonDate(now()));
    const key = `${stream} ${policyVersion}`;
    const batch = batches.get(key) ?? { stream, policyVersion, events: new Map<string, Disclosed>() };
    batches.set(key, batch);
    const content = JSON.stringify([surface, views]);
    const event = batch.events.get(content) ?? ({ surface, to: [], views } as unknown as Disclosed);
    batch.events.set(content, event);
    event.to.push({ person, assignments: [...assignments], request });
    recording ??= flush();
    return recording;
  }

  return {
    /**
     * One object for equal parts and policies: recent disclosures are compared by it first. Where the policies follow from `rights` alone, a set of
     * parts is made once for them, for `list_http`.
     */
    partsOf(rights: object | undefined, parts: number, make: () => View["parts"]): View["parts"] {
      const known = rights && partsByRights.get(rights)?.get(parts);
      if (known) return known;
      const made = make();
      const found = equalParts.getOrMake(JSON.stringify(made), () => made);
      if (rights) partsByRights.set(rights, (partsByRights.get(rights) ?? new Map()).set(parts, found));
      return found;
    },
    /** Resolves when all of it is durable, or was within the hour. Throws LogUnavailable: then nothing of the answer may leave. */
    async record(disclosures: readonly Disclosure[]): Promise<void> {
      const instant = now().getTime();
      const month = londonDate(now()).slice(0, "yyyy-mm".length);
      const wait: Promise<unknown>[] = [];
      let isNew = false;
      for (const disclosure of disclosures) {
        const { council, surface, person, assignments, policyVersion } = disclosure;
        // By month: a month's record is removed as one, so a disclosure covers nothing in the next month.
        // As JSON: the id of a person may contain a blank.
        const who = JSON.stringify([person, assignments, policyVersion, surface, month]);
        // A count is covered like a view of a concern that is named like the council.
        const views =
          disclosure.views.length > 0 ? disclosure.views : [{ concerns: [{ concern: council, version: 0 }], parts: {} }];
        const { left, wait: earlier } = recent.filterNew(who, views, instant);
        wait.push(...earlier);
        if (left.length === 0) continue;
        isNew = true;
        const durable = enqueue(disclosure, disclosure.views.length > 0 ? left : []);
        recent.remember(who, left, instant, durable);
        wait.push(durable);
      }
      if (isNew) waiting += 1;
      await Promise.all(wait);
    },
  };
}

/** Throws where it was not recorded, whatever the reason: then nothing may leave. */
async function append(log: EventLog, { stream, policyVersion, events }: Batch, id: string, at: Date): Promise<void> {
  const permittedBy = [...events.values()].flatMap(({ views }) => views.flatMap(({ parts }) => Object.values(parts).flat()));
  const { kind } = await log.append({
    stream,
    expected: "any",
    events: [...events.values()].map((data) => ({ type: "ConcernsDisclosed.v1", data: data as EventData })),
    metadata: {
      actor: "hub",
      commandId: id,
      correlation: id,
      causation: id,
      policyVersion,
      permittedBy: [...new Set(permittedBy)].sort(),
    },
    bodyDigest: "",
    at: at.toISOString(),
  });
  if (kind === "dates-go-back") throw new ClockBehind("The hub's clock is behind the last disclosure on record.");
  if (kind !== "appended") throw new LogUnavailable(`A disclosure was not recorded: ${kind}.`);
}
