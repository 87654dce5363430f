// A hub that starts on a busy machine does not stop because its first commands took too long.
import { describe, expect, it } from "vitest";
import { NotReady } from "../projections/runtime/not-ready.ts";
import { RecordedNotShown } from "../services/pipeline/execute-command.ts";
import { retryUntilReady } from "./retry-until-ready.ts";

/** Fails a number of times with an error, and then succeeds. */
function failing(times: number, error: Error) {
  let calls = 0;
  const work = async () => {
    calls += 1;
    if (calls <= times) throw error;
    return "done";
  };
  return { work, calls: () => calls };
}
const notReady = new NotReady("What was read meanwhile may have changed on another node.");
const running = () => false;

describe("The first commands of a starting hub", () => {
  it.each([
    ["the hub is not ready", notReady],
    ["what was recorded is not shown yet", new RecordedNotShown(true)],
  ])("are repeated while %s", async (_, error) => {
    const { work, calls } = failing(3, error);
    expect([await retryUntilReady(work, running, 1), calls()]).toEqual(["done", 4]);
  });

  it("are not repeated after another error, or when the hub stops", async () => {
    const refused = failing(1, new Error("Demonstration data was refused."));
    await expect(retryUntilReady(refused.work, running, 1)).rejects.toThrow("was refused");
    const stopping = failing(1, notReady);
    await expect(retryUntilReady(stopping.work, () => true, 1)).rejects.toThrow(NotReady);
    expect([refused.calls(), stopping.calls()]).toEqual([1, 1]);
  });
});
