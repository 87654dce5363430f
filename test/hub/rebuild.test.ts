// Rebuilding all read models together, and one rebuild after the other.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startHub, type TestHub } from "../helpers/test-hub.ts";

let hub: TestHub;
beforeAll(async () => {
  hub = await startHub();
});
afterAll(() => hub.close());

describe("Rebuilding all read models", () => {
  it("finishes the others if one fails, reports the failure, and leaves every read model able to answer", async () => {
    const { support, register } = hub.hub;
    const [failing, slow] = [support.rebuild, register.rebuild];
    let ended = false;
    Object.assign(support, { rebuild: () => Promise.reject(new Error("The disk is full.")) });
    Object.assign(register, {
      rebuild: async () => {
        await new Promise((resolve) => setTimeout(resolve, 300));
        await slow();
        ended = true;
      },
    });
    await expect(hub.hub.rebuild()).rejects.toThrow("The disk is full.");
    expect(ended).toBe(true);

    Object.assign(support, { rebuild: failing });
    Object.assign(register, { rebuild: slow });
    await hub.hub.rebuild();
    expect(hub.hub.readiness().ready).toBe(true);
    const { body } = await hub.ask<{ concerns: { totalCount: number } }>("adviser", "{ concerns { totalCount } }");
    expect(body.data.concerns.totalCount).toBeGreaterThan(0);
  });
});
