import { describe, expect, it } from "vitest";
import { intakeModel } from "../../projections/intake/intake.ts";
import { openStore } from "../../projections/runtime/store.ts";
import { supportModel } from "../../projections/support/support.ts";
import { logWriter } from "../helpers/random-supports.ts";
import { noKeys, TODAY } from "../helpers/specification.ts";

describe("A read model that applies some types of events only", () => {
  it("quarantines the stream of an unknown event, which may be a later form of one that it applies", () => {
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
