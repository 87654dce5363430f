// What the check of a log reports about streams whose events depend on each other by more than the log's own hash chain.
import { describe, expect, it } from "vitest";
import { composeAnswers } from "../../disclosure/compose-answers.ts";
import type { Disclosure } from "../../disclosure/events.ts";
import { openSeries } from "../../disclosure/series.ts";
import { DISCLOSURE_STREAMS } from "../../disclosure/streams.ts";
import type { StoredEvent } from "../../event-log/port.ts";
import { storedEvent } from "../../test/helpers/stored-event.ts";
import { followStreams } from "./verify-events.ts";

const DISCLOSURE: Disclosure = {
  ...{ council: "X00000004", series: "", surface: "read", person: "adviser", assignments: [], request: "r", policyVersion: "p" },
  views: [{ kind: "concern", records: [{ id: "c", version: 1 }], parts: { headline: ["q"] } }],
};

/** A number of events of a stream, each dated a minute after the one before. */
function eventsOf(stream: string, number: number): readonly StoredEvent[] {
  const series = openSeries();
  return Array.from({ length: number }, (_, index) => {
    const at = new Date(Date.UTC(2026, 2, 1, 12, index)).toISOString();
    const [composed] = composeAnswers([DISCLOSURE], { stream, at, series, salt: () => Buffer.alloc(16, index) });
    const { event, leaves } = composed ?? expect.fail();
    series.add(index + 1, leaves);
    return storedEvent(index + 1, event, { stream, version: index + 1, at });
  });
}
const flawsIn = (events: readonly StoredEvent[]) => {
  const follow = followStreams(DISCLOSURE_STREAMS);
  return events.map((event) => follow(event).length);
};
const renumbered = (events: readonly (StoredEvent | undefined)[]): readonly StoredEvent[] =>
  events.map((event, index) => ({ ...(event ?? expect.fail()), version: index + 1 }));

describe("Answers events", () => {
  const [first, second, third] = eventsOf("answers-1-2026-03", 3);

  it("without a gap have no flaw, in one stream after the other", () => {
    expect(flawsIn([...renumbered([first, second, third]), ...eventsOf("answers-2-2026-03", 2)])).toEqual([0, 0, 0, 0, 0]);
  });

  it("have a flaw where an event was removed or added, even if the log's own hash chain was computed again", () => {
    expect(flawsIn(renumbered([first, third]))).toEqual([0, 1]);
    expect(flawsIn(renumbered([first, second, second, third]))).toEqual([0, 0, 1, 0]);
    expect(flawsIn(renumbered([second, third]))).toEqual([1, 0]);
  });

  it("after a gap in their versions, or after an unreadable event, are not reported with a second flaw", () => {
    expect(flawsIn([first ?? expect.fail(), { ...(third ?? expect.fail()), version: 3 }])).toEqual([0, 0]);
    const unreadable = { ...(second ?? expect.fail()), unreadable: "CHANGED" as const };
    expect(flawsIn([first ?? expect.fail(), unreadable, third ?? expect.fail()])).toEqual([0, 0, 0]);
  });
});
