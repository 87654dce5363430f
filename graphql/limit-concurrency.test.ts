import { expect, it } from "vitest";
import { limitConcurrency } from "./limit-concurrency.ts";

it("runs no more at the same time than the limit, in the order of coming, and goes on after a failure", async () => {
  const limited = limitConcurrency(2);
  const order: number[] = [];
  let [running, most] = [0, 0];
  const results = await Promise.allSettled(
    [0, 1, 2, 3, 4, 5].map((n) =>
      limited(async () => {
        order.push(n);
        running += 1;
        most = Math.max(most, running);
        await new Promise(setImmediate);
        running -= 1;
        if (n % 2 === 1) throw new Error(`${n} fails.`);
        return n;
      }),
    ),
  );
  expect(order).toEqual([0, 1, 2, 3, 4, 5]);
  expect(most).toBe(2);
  expect(results.map((one) => (one.status === "fulfilled" ? one.value : "failed"))).toEqual([
    0,
    "failed",
    2,
    "failed",
    4,
    "failed",
  ]);
});

it("does not run work that is cancelled while it waits, and starts what waits behind it", async () => {
  const limited = limitConcurrency(1);
  const [first, cancelled] = [Promise.withResolvers<void>(), new AbortController()];
  const running = limited(() => first.promise);
  const order: string[] = [];
  const given = limited(async () => order.push("cancelled"), cancelled.signal);
  const last = limited(async () => order.push("last"));
  cancelled.abort(new Error("The client has gone."));
  await expect(given).rejects.toThrow("The client has gone.");
  await expect(limited(async () => order.push("too late"), cancelled.signal)).rejects.toThrow("The client has gone.");
  first.resolve();
  await Promise.all([running, last]);
  expect(order).toEqual(["last"]);
});
