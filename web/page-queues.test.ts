import { setImmediate } from "node:timers/promises";
import type { Request, RequestHandler, Response } from "express";
import { beforeEach, describe, expect, it } from "vitest";
import { AnswerFailed } from "./execute-document.ts";
import { MAX_PAGES, openPageQueues } from "./page-queues.ts";

let queued: ReturnType<typeof openPageQueues>;
let said: string[];
let end: Map<string, () => void>;
/** The pages at whose turn the session has ended. */
let signedOut: Set<string>;
beforeEach(() => {
  [said, end, signedOut] = [[], new Map(), new Set()];
  queued = openPageQueues(async ({ url }, _response, next) => {
    if (signedOut.has(url)) said.push(`${url} is refused`);
    else next();
  });
});

/** Asks for a page that is made until `end` is called by its name. */
function ask(person: string, page: string, { method = "GET", destroyed = false } = {}) {
  const response = { locals: { person }, destroyed };
  const handler: RequestHandler = async () => {
    said.push(`${page} begins`);
    await new Promise<void>((resolve) => end.set(page, resolve));
    said.push(`${page} ends`);
    if (page === "faulty") throw new Error("It cannot be made.");
  };
  const next = () => {};
  return {
    response,
    made: Promise.resolve(queued(handler)({ method, url: page } as Request, response as unknown as Response, next)),
  };
}
const settle = async () => {
  for (let times = 0; times < 5; times += 1) await setImmediate();
};

describe("The pages of one person", () => {
  it("are made one after another, also after one that cannot be made, and beside those of others", async () => {
    const faulty = ask("one", "faulty");
    const failed = expect(faulty.made).rejects.toThrow("It cannot be made.");
    const second = ask("one", "second");
    ask("other", "theirs");
    await settle();
    expect(said).toEqual(["faulty begins", "theirs begins"]);
    end.get("faulty")?.();
    await failed;
    await settle();
    expect(said.slice(2)).toEqual(["faulty ends", "second begins"]);
    end.get("second")?.();
    await second.made;
    expect(said.at(-1)).toBe("second ends");
  });

  it("are not made for a browser that has gone away meanwhile, while a form is sent", async () => {
    const first = ask("one", "first");
    const page = ask("one", "page");
    ask("one", "form", { method: "POST", destroyed: true });
    await settle();
    page.response.destroyed = true;
    end.get("first")?.();
    await first.made;
    await page.made;
    await settle();
    expect(said).toEqual(["first begins", "first ends", "form begins"]);
  });

  it("are not made after a wait in which the session has ended", async () => {
    const first = ask("one", "first");
    const second = ask("one", "second");
    const form = ask("one", "form", { method: "POST" });
    await settle();
    signedOut = new Set(["first", "second", "form"]);
    end.get("first")?.();
    await Promise.all([first.made, second.made, form.made]);
    expect(said).toEqual(["first begins", "first ends", "second is refused", "form is refused"]);
  });

  it("are refused while too many of them wait, and are made again afterwards", async () => {
    const asked = Array.from({ length: MAX_PAGES }, (_, number) => ask("one", String(number)));
    const refusal = ask("one", "refused").made.catch((error: unknown) => error);
    expect(await refusal).toBeInstanceOf(AnswerFailed);
    ask("other", "theirs");
    await settle();
    expect(said).toEqual(["0 begins", "theirs begins"]);
    for (const [number, { made }] of asked.entries()) {
      end.get(String(number))?.();
      await made;
      await settle();
    }
    ask("one", "later");
    await settle();
    expect(said.at(-1)).toBe("later begins");
  });
});
