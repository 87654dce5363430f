// Concerns to which as much happened as to the records of a civil registry: OpenCRVS counts 10.6 million actions on 1.2 million records.
import type { Council } from "../../reference/councils.ts";
import { concernLife, conversation, type Deed, evidence, type Life, reply } from "./lives.ts";
import { numbersFrom } from "./numbers.ts";

/** With the offers of support among them, and what is still to come left out, 8.83 events for each concern. */
const EVENTS = 8;
const ONE_MORE_IN_HUNDRED = 46;
/** Away from the seeds of other lives. */
const SEEDS_FROM = 1 << 28;

/** The n-th of `count` concerns, its life drawn out: evidence came in piece by piece, and whoever was aware wrote and talked about it. */
export function longLife(n: number, count: number, councils: readonly Council[]): Life {
  const life = concernLife(n, count, councils);
  const numbers = numbersFrom(SEEDS_FROM + n);
  const wanted = EVENTS + (numbers.chance(ONE_MORE_IN_HUNDRED) ? 1 : 0);
  const deeds = [...life.deeds];
  for (let more = 0; eventsOf(deeds) < wanted; more += 1) {
    const aware = deeds.findIndex(({ events }) => events.some(({ type }) => type === "CouncilMadeAware.v2"));
    const talks = aware >= 0 && numbers.chance(60);
    const place = talks ? aware : 0;
    const { after, actor } = deeds[place] as Deed;
    const day = life.begins + after;
    const event = !talks
      ? evidence(numbers, day, `more-${more}`)
      : numbers.chance(50)
        ? reply(numbers, `more-${more}`)
        : conversation(numbers, day, `more-${more}`);
    deeds.splice(place + 1, 0, { after, actor, events: [event] });
  }
  return { ...life, deeds };
}

const eventsOf = (deeds: readonly Deed[]): number => deeds.reduce((sum, { events }) => sum + events.length, 0);
