import { describe, expect, it } from "vitest";
import { z } from "zod";
import type { EventData, StoredEvent } from "../event-log/port.ts";
import { storedEvent } from "../test/helpers/stored-event.ts";
import { event, eventReader, occurrence, UnreadableEvent, type Upcasters, upcast } from "./stored-events.ts";

const stored = (type: string, data: EventData): StoredEvent =>
  storedEvent(
    42,
    { type, data },
    { stream: "visit-1", id: "event", at: "2026-03-02T10:00:00.000Z", metadata: { actor: "ines" } },
  );

// Invented: a visit was once to a `place`, then to a `council` with no length, and is now so many days long.
const upcasters: Upcasters = {
  "VisitArranged.v1": ({ place, ...rest }) => ({ type: "VisitArranged.v2", data: { ...rest, council: String(place) } }),
  "VisitArranged.v2": (data) => ({ type: "VisitArranged.v3", data: { ...data, days: 1 } }),
  "VisitBooked.v1": (data) => ({ type: "VisitArranged.v1", data }),
};
const read = eventReader({ "VisitArranged.v3": event({ schema: z.object({ council: z.string(), days: z.number() }) }) });

describe("An event of an older form", () => {
  it("is converted to the next form, step by step, until it has the current one", () => {
    const today = { type: "VisitArranged.v3", data: { council: "X00000001", days: 1 } };
    expect(upcast({ type: "VisitArranged.v1", data: { place: "X00000001" } }, upcasters)).toEqual(today);
    expect(upcast({ type: "VisitArranged.v2", data: { council: "X00000001" } }, upcasters)).toEqual(today);
  });

  it("may have another name", () => {
    expect(upcast({ type: "VisitBooked.v1", data: { place: "X00000001" } }, upcasters)).toMatchObject({
      type: "VisitArranged.v3",
    });
  });

  it("is not changed in the store", () => {
    const data = Object.freeze({ place: "X00000001", days: 3 });
    upcast({ type: "VisitArranged.v1", data }, upcasters);
    expect(data).toEqual({ place: "X00000001", days: 3 });
  });

  it("is not converted if it has the current form", () => {
    const event = { type: "VisitArranged.v3", data: { council: "X00000001", days: 2 } };
    expect(upcast(event, upcasters)).toEqual(event);
    expect(upcast(event)).toEqual(event);
  });
});

describe("Reading an event", () => {
  it("returns its type and its data", () => {
    expect(read(stored("VisitArranged.v3", { council: "X00000001", days: 2 }))).toEqual({
      type: "VisitArranged.v3",
      data: { council: "X00000001", days: 2 },
    });
  });

  it.each([
    ["of an unknown type", "VisitForgotten.v1", { council: "Wendlehaugh is in trouble" }],
    ["of a later version", "VisitArranged.v4", { council: "Wendlehaugh is in trouble", days: 2 }],
    ["whose data is not of its form", "VisitArranged.v3", { council: "Wendlehaugh is in trouble", days: "two" }],
    ["without its data", "VisitArranged.v3", {}],
  ])("%s stops every reader, with an error that names position and type and no content", (_, type, data) => {
    const reading = () => read(stored(type, data));
    expect(reading).toThrow(UnreadableEvent);
    expect(reading).toThrow(`The event at position 0000000000000042 (${type}) cannot be read.`);
    expect(reading).not.toThrow(/Wendlehaugh|two|council/);
  });

  it.each(["toString", "valueOf", "constructor", "__proto__"])("of a type named %s fails like any unknown type", (type) => {
    expect(() => read(stored(type, { type: "VisitArranged.v3", data: { council: "Elsewhere", days: 1 } }))).toThrow(
      UnreadableEvent,
    );
  });
});

describe("Reading an event of an older form", () => {
  const events = { "VisitArranged.v3": event({ schema: z.object({ council: z.string(), days: z.number() }) }) };
  const readAny = eventReader(events, upcasters);

  it("returns the current form", () => {
    const today = { type: "VisitArranged.v3", data: { council: "X00000001", days: 1 } };
    expect(readAny(stored("VisitArranged.v2", { council: "X00000001" }))).toEqual(today);
    for (const type of ["VisitArranged.v1", "VisitBooked.v1"])
      expect(readAny(stored(type, { place: "X00000001" }))).toEqual(today);
  });

  it("does not change one of the current form", () => {
    const data = { council: "X00000001", days: 2 };
    expect(readAny(stored("VisitArranged.v3", data))).toEqual({ type: "VisitArranged.v3", data });
  });

  it("stops every reader if there is no upcaster to the current form, with an error that names its stored type", () => {
    const message = (type: string) => `The event at position 0000000000000042 (${type}) cannot be read.`;
    const halfWay = eventReader(events, { "VisitBooked.v1": (data) => ({ type: "VisitArranged.v1", data }) });
    expect(() => halfWay(stored("VisitBooked.v1", { place: "Wendlehaugh" }))).toThrow(message("VisitBooked.v1"));
    const wrongly = eventReader(events, { "VisitArranged.v2": (data) => ({ type: "VisitArranged.v3", data }) });
    expect(() => wrongly(stored("VisitArranged.v2", { council: "Wendlehaugh" }))).toThrow(message("VisitArranged.v2"));
    expect(() => read(stored("VisitArranged.v1", { place: "Wendlehaugh" }))).toThrow(message("VisitArranged.v1"));
  });
});

describe("An event that several read models follow", () => {
  it("is checked once for all of them, and separately for each stored event", () => {
    let checks = 0;
    const counted = z.object({ council: z.string() }).refine(() => {
      checks += 1;
      return true;
    });
    const readCounted = eventReader({ "VisitArranged.v3": event({ schema: counted }) });
    const [one, other] = [stored("VisitArranged.v3", { council: "a" }), stored("VisitArranged.v3", { council: "b" })];
    expect([readCounted(one), readCounted(other), readCounted(one)].map(({ data }) => data)).toEqual([
      { council: "a" },
      { council: "b" },
      { council: "a" },
    ]);
    expect(checks).toBe(2);
  });
});

describe("An event's occurrence", () => {
  it("has the actor and the time that the log recorded", () => {
    expect(occurrence(stored("VisitArranged.v3", {}))).toEqual({ actor: "ines", at: "2026-03-02T10:00:00.000Z" });
  });
});
