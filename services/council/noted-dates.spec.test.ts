// Inspections, elections and budget days of a council.
import { describe, it } from "vitest";
import { COUNCIL } from "../../test/examples/support.ts";
import { councils, givenAgreements, TODAY } from "../../test/helpers/specification.ts";
import { daysAfter } from "../dates.ts";
import type { CouncilCommand } from "./decide.ts";
import type { CouncilEvent } from "./events.ts";

type Note = Extract<CouncilCommand, { name: "noteDate" }>["input"];
type Noted = Extract<CouncilEvent, { type: "DateNoted.v1" }>["data"];

const inspection = { kind: "inspection", from: "2026-06-15", to: "2026-06-19" } as const;
const note = (given: Partial<Note> = {}): CouncilCommand => ({
  name: "noteDate",
  input: { council: COUNCIL, ...inspection, ...given },
});
const noted = (given: Partial<Noted> = {}): CouncilEvent => ({
  type: "DateNoted.v1",
  data: { notedDate: "noted-date", ...inspection, ...given },
});
const cancel = (notedDate = "noted-date"): CouncilCommand => ({
  name: "cancelNotedDate",
  input: { council: COUNCIL, notedDate },
});
const cancelled: CouncilEvent = { type: "NotedDateCancelled.v1", data: { notedDate: "noted-date" } };

describe("Noting a date of a council", () => {
  it("keeps what falls on it, and the days", () => {
    givenAgreements([]).when(note()).then([noted()]);
  });

  it("is refused with days that are reversed, have passed, are too far ahead or too many", () => {
    const refused = (
      from: string,
      to: string,
      code: Parameters<ReturnType<ReturnType<typeof givenAgreements>["when"]>["thenRefused"]>[0],
    ) => givenAgreements([]).when(note({ from, to })).thenRefused(code, "to");
    refused(inspection.to, inspection.from, "PERIOD_REVERSED");
    refused(daysAfter(TODAY, -2), daysAfter(TODAY, -1), "NOTED_DATE_PAST");
    refused(daysAfter(TODAY, 731), daysAfter(TODAY, 731), "NOTED_DATE_TOO_FAR");
    refused(inspection.from, daysAfter(inspection.from, 61), "NOTED_DATE_TOO_FAR");
  });

  it("is possible on the first and the last of the days that are allowed", () => {
    for (const days of [
      { from: daysAfter(TODAY, -1), to: TODAY },
      { from: daysAfter(TODAY, 730), to: daysAfter(TODAY, 790) },
    ])
      givenAgreements([])
        .when(note(days))
        .then([noted(days)]);
  });

  it("is refused if the same is noted for the same days, and possible once that is cancelled", () => {
    givenAgreements([noted()]).when(note()).thenRefused("DATE_NOTED", "from");
    givenAgreements([noted(), cancelled]).when(note()).then([noted()]);
    for (const other of [{ kind: "election" }, { from: "2026-06-16" }, { to: "2026-06-22" }] as const)
      givenAgreements([noted()])
        .when(note(other))
        .then([noted(other)]);
  });

  it("is refused for a council that is not in force, and beyond a thousand of one council", () => {
    givenAgreements([], { council: councils.status("X99999999", TODAY) })
      .when(note())
      .thenRefused("UNKNOWN_COUNCIL", "council");
    const many = Array.from({ length: 1_000 }, (_, n) => noted({ notedDate: `${n}`, kind: "budget" }));
    givenAgreements(many.slice(1)).when(note()).then([noted()]);
    givenAgreements(many).when(note()).thenRefused("TOO_MANY", "council");
  });
});

describe("Cancelling a noted date", () => {
  it("is possible once", () => {
    givenAgreements([noted()]).when(cancel()).then([cancelled]);
    givenAgreements([noted(), cancelled]).when(cancel()).then([]);
  });

  it("is refused if the council has no such date", () => {
    givenAgreements([noted()]).when(cancel("another")).thenRefused("UNKNOWN_NOTED_DATE", "notedDate");
  });
});
