import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { localPath } from "./local-path.ts";

const HUB = "https://hub.example.org";
/** What browsers make something of, more often than by chance. */
const pieces = fc.constantFrom(
  "/",
  "\\",
  "//",
  ":",
  "@",
  "?",
  "#",
  "%2f",
  "%5c",
  "\t",
  "\n",
  "\r",
  " ",
  ".",
  "..",
  "evil.example",
  "https:",
  "javascript:",
);
const addresses = fc.oneof(
  fc.string({ unit: "binary", maxLength: 40 }),
  fc.array(fc.oneof(pieces, fc.string({ maxLength: 3 })), { maxLength: 8 }).map((parts) => parts.join("")),
  fc.array(fc.oneof(pieces, fc.string({ maxLength: 3 })), { maxLength: 8 }).map((parts) => `/${parts.join("")}`),
);

describe("Where sign-in leads to", () => {
  it("is the hub itself, whatever the address says", () => {
    fc.assert(
      fc.property(addresses, (given) => {
        const url = new URL(localPath(given), HUB);
        expect(url.origin).toBe(HUB);
        expect(url.username + url.password).toBe("");
      }),
      { numRuns: 2_000 },
    );
  });

  it.each(["/", "/news?after=x&y=%2F#z", "/concerns/1f5fdee9-7482-4ff4-8a95-9c9a8541e367", "/signed-in", "/sign-inx"])(
    "is the page %s as it was asked for",
    (path) => expect(localPath(path)).toBe(path),
  );

  it.each([
    undefined,
    ["/news"],
    "",
    "news",
    "//evil.example",
    "/\\evil.example",
    `/${"x".repeat(2_000)}`,
    "/sign-in?to=/",
    "/sign-out",
    "/join/a-secret",
    "/dev-idp/auth",
  ])("is home for %j", (given) => expect(localPath(given)).toBe("/"));
});
