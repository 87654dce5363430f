import { describe, expect, it } from "vitest";
import type { StoredEvent } from "../../event-log/port.ts";
import { intakeModel } from "../../projections/intake/intake.ts";
import { readerFor } from "../../projections/runtime/event-filter.ts";
import { openStore } from "../../projections/runtime/store.ts";
import { supportModel } from "../../projections/support/support.ts";
import { signalEvents } from "../../services/signal/events.ts";
import { eventReader, UnreadableEvent, type Upcasters } from "../../services/stored-events.ts";
import { answered, requested, signalWithdrawn } from "../examples/support.ts";
import { logWriter } from "../helpers/random-supports.ts";
import { noKeys, TODAY } from "../helpers/specification.ts";

const stored = (type: string, data: object): StoredEvent => {
  const writer = logWriter();
  writer.append("signal-1", "2026-02-20T10:00:00.000Z", [{ type, data }]);
  return writer.events[0] ?? expect.fail("Nothing was written.");
};
const reading = (upcasters?: Upcasters) =>
  readerFor(eventReader(signalEvents, upcasters), signalEvents, ["SignalAnswered.v1"], upcasters);

describe("Reading some types of events only", () => {
  it("reads those, and passes the others over without reading them", () => {
    const { type, data } = answered("support");
    expect(reading()(stored(type, data))).toEqual({ type, data });
    expect(reading()(stored(requested().type, requested().data))).toBeUndefined();
    expect(reading()(stored("SupportRequested.v1", { nothing: "that it holds" }))).toBeUndefined();
  });

  it("refuses what it cannot read of those, and what nobody knows: it may be a later form of them", () => {
    expect(() => reading()(stored("SignalAnswered.v1", {}))).toThrow(UnreadableEvent);
    expect(() => reading()(stored("SignalAnswered.v2", answered().data))).toThrow(UnreadableEvent);
    expect(() => reading()(stored("toString", {}))).toThrow(UnreadableEvent);
  });

  it("reads what is upcast, and only then says whether it is wanted", () => {
    const upcasters: Upcasters = {
      "SignalAnswered.v0": (data) => ({ type: "SignalAnswered.v1", data: { ...data, supports: [] } }),
      "SignalWithdrawn.v1": (data) => ({ type: "SignalAnswered.v1", data: { ...data, supports: [] } }),
      "SupportRequested.v0": () => ({ type: "SignalWithdrawn.v2", data: {} }),
    };
    const text = { plain: { answer: "A mentor is offered." } };
    const read = reading(upcasters);
    expect(read(stored("SignalAnswered.v0", { text }))).toEqual(answered());
    expect(read(stored(signalWithdrawn().type, { text }))).toEqual(answered());
    expect(() => read(stored("SupportRequested.v0", {}))).toThrow(UnreadableEvent);
  });

  it("is what the models of support and of intake do: an event that nobody knows is found out", () => {
    for (const model of [supportModel, intakeModel]) {
      const store = openStore<unknown>(model, ":memory:", { keys: noKeys, today: () => TODAY });
      const writer = logWriter();
      writer.append("concern-1", "2026-02-20T10:00:00.000Z", [{ type: "SubmissionCited.v99", data: {} }]);
      store.applyPage(writer.events);
      expect(store.quarantined()).toMatchObject([{ stream: "concern-1", type: "SubmissionCited.v99", reason: "UNKNOWN_TYPE" }]);
      store.close();
    }
  });
});
