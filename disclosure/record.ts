// Disclosure before data: what an answer carries is on disk before the answer leaves. Answers of the same moment are recorded together, a
// stream's in one append, and what several people got the same of in one event: the cost follows what is new, not how often it is asked.
import { ClockBehind, type EventData, type EventLog, LogUnavailable } from "../event-log/port.ts";
import type { Surface } from "../reference/surfaces.ts";
import { londonDate } from "../services/dates.ts";
import { type Disclosed, disclosureStream, type View } from "./events.ts";
import { openRecentDisclosures } from "./recent-disclosures.ts";

/** What one answer carries of one council's concerns; a mere count of them has no views. */
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

export type Recorder = {
  /** Resolves when all of it is durable, or was within the hour. Throws LogUnavailable: then nothing of the answer may leave. */
  record(disclosures: readonly Disclosure[]): Promise<void>;
};

type Surroundings = { readonly log: EventLog; readonly now: () => Date; readonly newId: () => string };
/** What goes into one append: the events by what they say, each with those to whom it left. */
type Batch = { readonly stream: string; readonly policyVersion: string; readonly events: Map<string, Disclosed> };

/** How long answers wait for each other under load. */
const PACE_MS = 5;

export function disclosureRecorder({ log, now, newId }: Surroundings): Recorder {
  const recent = openRecentDisclosures();
  let batches = new Map<string, Batch>();
  let recording: Promise<unknown> | undefined;
  /** How many answers wait, and how many the last commit was for. */
  let [waiting, together] = [0, 0];

  /**
   * Everything that waits by then joins one commit of the log. One reader's answers are recorded at once; where several read at the same
   * time they wait a moment for each other, and share what a commit costs.
   */
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
    const said = JSON.stringify([surface, views]);
    const event = batch.events.get(said) ?? ({ surface, to: [], views } as unknown as Disclosed);
    batch.events.set(said, event);
    event.to.push({ person, assignments: [...assignments], request });
    recording ??= flush();
    return recording;
  }

  return {
    async record(disclosures) {
      const instant = now().getTime();
      const month = londonDate(now()).slice(0, "yyyy-mm".length);
      const wait: Promise<unknown>[] = [];
      let isNew = false;
      for (const disclosure of disclosures) {
        const { council, surface, person, assignments, policyVersion } = disclosure;
        // A month's record goes whole: what was recorded in one covers nothing in the next.
        // As JSON: a person's id may hold a blank, and two people would be one.
        const who = JSON.stringify([person, assignments, policyVersion, surface, month]);
        // A count is covered like a view of something that is named like the council.
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

/** Throws where it is not on record, whatever the reason: then nothing may leave. */
async function append(log: EventLog, { stream, policyVersion, events }: Batch, id: string, at: Date): Promise<void> {
  const permittedBy = [...events.values()].flatMap(({ views }) => views.flatMap(({ parts }) => Object.values(parts).flat()));
  const { kind } = await log.append({
    stream,
    expected: "any",
    events: [...events.values()].map((data) => ({ type: "ConcernsDisclosed.v1", data: data as EventData })),
    metadata: {
      actor: "hub",
      ...{ commandId: id, correlation: id, causation: id },
      policyVersion,
      permittedBy: [...new Set(permittedBy)].sort(),
    },
    bodyDigest: "",
    at: at.toISOString(),
  });
  if (kind === "dates-go-back") throw new ClockBehind("The hub's clock is behind the last disclosure on record.");
  if (kind !== "appended") throw new LogUnavailable(`A disclosure was not recorded: ${kind}.`);
}
